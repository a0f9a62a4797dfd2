package io.relayhub.websocket.connection;

import io.relayhub.websocket.frames.Inbound;
import io.relayhub.websocket.frames.Loop;
import io.relayhub.websocket.frames.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The reading of one connection: from the wire, through the loop's input, to its frames. Confined to the thread that
/// reads.
public final class SocketReader {
    /// Bytes that one peer may have read before the others of its loop have their turn.
    private static final int QUOTA = 256 * 1024;

    private final Wire wire;
    private final Inbound inbound;
    private final Deadlines deadlines;

    public SocketReader(Wire wire, Inbound inbound, Deadlines deadlines) {
        this.wire = wire;
        this.inbound = inbound;
        this.deadlines = deadlines;
    }

    /// Reads again only where the last read filled the buffer: else there is nothing left.
    ///
    /// @return false when nothing will come any more
    public boolean read(Loop loop) throws IOException {
        ByteBuffer input = loop.input();
        int quota = QUOTA;
        boolean filled;
        do {
            inbound.restore(input.clear());
            int count = wire.read(input);
            if (count < 0) {
                return false;
            }
            filled = !input.hasRemaining();
            input.flip();
            if (count > 0) {
                deadlines.heard(loop.now());
            }
            inbound.take(loop);
            quota -= count;
        } while (filled && quota > 0);
        return true;
    }

    /// Takes what was read before this connection was a WebSocket.
    public void take(ByteBuffer first, Loop loop) {
        ByteBuffer input = loop.input();
        deadlines.heard(loop.now());
        while (first.hasRemaining()) {
            inbound.restore(input.clear());
            int more = Math.min(input.remaining(), first.remaining());
            input.put(first.slice().limit(more)).flip();
            first.position(first.position() + more);
            inbound.take(loop);
        }
    }
}
