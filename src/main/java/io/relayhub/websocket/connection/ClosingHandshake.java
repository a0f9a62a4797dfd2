package io.relayhub.websocket.connection;

import io.relayhub.link.Closing;
import io.relayhub.websocket.frames.CloseCode;
import io.relayhub.websocket.frames.Inbound;
import io.relayhub.websocket.frames.Outbound;
import io.relayhub.websocket.frames.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The close of one connection as frames (RFC 6455 section 7.1): what waits for the peer leaves first, then the hub's
/// close frame, and the connection ends once both sides have said theirs. Any thread.
public final class ClosingHandshake {
    private final CloseState state;
    private final Inbound inbound;
    private final Outbound outbound;
    private final Wire wire;
    /// Whether the peer goes on as nobody can understand, so that its answer to the close may never come.
    private volatile boolean refused;

    public ClosingHandshake(CloseState state, Inbound inbound, Outbound outbound, Wire wire) {
        this.state = state;
        this.inbound = inbound;
        this.outbound = outbound;
        this.wire = wire;
    }

    /// The hub closes. Only the first call counts.
    public void begin(Closing why, long now) {
        if (state.begin(why.code(), Initiator.HUB, now)) {
            inbound.skipData();
            if (!outbound.seal(payload(why.code(), why.text()), now)) {
                wire.close();
            }
        }
    }

    /// The hub closes because of frames that RFC 6455 forbids.
    public void refuse(Closing why, long now) {
        refused = true;
        begin(why, now);
    }

    /// The peer's close frame has come, be it the first or the answer to the hub's.
    public void peerCloses(int code, long now) {
        boolean both = state.peerClosed(code, now);
        inbound.skipData();
        if (both || !outbound.seal(code == CloseCode.NONE ? new byte[0] : payload(code, ""), now)) {
            wire.close();
        }
    }

    /// The hub's close frame has been handed to the network.
    public void sent() {
        if (state.hubClosed()) {
            wire.close();
        } else if (refused) {
            // A socket that is closed with unread input is reset, and the peer would never see why.
            wire.finish();
        }
    }

    /// RFC 6455 section 5.5.1.
    private static byte[] payload(int code, String text) {
        byte[] reason = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + reason.length)
                .putShort((short) code)
                .put(reason)
                .array();
    }
}
