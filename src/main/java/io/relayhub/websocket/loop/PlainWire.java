package io.relayhub.websocket.loop;

import io.relayhub.websocket.frames.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A socket by itself: every read and write is one system call.
public final class PlainWire implements Wire {
    private final LoopEndPoint endPoint;
    private final SocketChannel channel;

    public PlainWire(LoopEndPoint endPoint) {
        this.endPoint = endPoint;
        this.channel = endPoint.getChannel();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public boolean write(ByteBuffer[] sources, int count) throws IOException {
        if (count == 1) {
            channel.write(sources[0]);
        } else {
            channel.write(sources, 0, count);
        }
        boolean all = !sources[count - 1].hasRemaining();
        if (!all) {
            endPoint.awaitWritable();
        }
        return all;
    }

    @Override
    public void finish() {
        endPoint.shutdownOutput();
    }

    @Override
    public void close() {
        endPoint.close();
    }

    @Override
    public boolean isOpen() {
        return endPoint.isOpen();
    }
}
