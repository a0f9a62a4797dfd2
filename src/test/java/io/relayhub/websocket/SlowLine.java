package io.relayhub.websocket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/// A connection over loopback whose input comes at 3 MiB a second.
final class SlowLine extends Socket {
    private static final int BYTES_PER_MILLI = 3 * 1024;
    private static final int PART_MILLIS = 16;

    SlowLine(int port) throws IOException {
        setReceiveBufferSize(4096);
        connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, Math.min(length, PART_MILLIS * BYTES_PER_MILLI));
                LockSupport.parkNanos(Math.max(read, 0) * 1_000_000L / BYTES_PER_MILLI);
                return read;
            }
        };
    }
}
