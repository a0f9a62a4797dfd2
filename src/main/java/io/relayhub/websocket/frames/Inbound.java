package io.relayhub.websocket.frames;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Message;
import io.relayhub.link.Message.Kind;
import io.relayhub.link.Utf8;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// One peer's bytes, read as frames (RFC 6455 section 5) and put together to messages within the [InboundLimits].
/// Keeps only what is unfinished.
///
/// Bytes come from one thread at a time; [#overdue], [#excuse], [#skipData] and [#close] may be called by any.
public final class Inbound {
    /// Fragments that have fewer bytes than this on average are counted.
    private static final int LARGE_FRAGMENT = 1024;

    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
    private static final byte[] NOTHING = {};

    /// Who is told. Called by the thread that brought the bytes.
    public interface Receiver {
        /// @param message valid only until this method returns
        void received(Message message);

        /// @param payload the receiver's to keep
        void pinged(byte[] payload);

        /// A close frame.
        ///
        /// @param code 1005 where it has none
        void peerCloses(int code);

        /// The peer broke a limit or the protocol. No message is received after this.
        void violated(Closing closing);
    }

    /// What becomes of a frame's payload.
    private enum Part {
        /// A frame's header comes next.
        HEADER,
        PAYLOAD,
        /// The payload is passed over: nobody listens any more.
        SKIPPED
    }

    private final InboundLimits limits;
    private final IntSupplier maxMessageBytes;
    private final AssemblyBudget budget;
    private final Receiver receiver;

    private Part part = Part.HEADER;
    private boolean fin;
    private int mask;
    private long payloadLeft;
    private @Nullable Assembly assembly;
    /// The first bytes of a header or a control frame whose rest has not come.
    private byte[] carried = NOTHING;

    /// Bytes came that are no frames: there is no telling where the next one begins.
    private boolean lost;

    private volatile boolean skipping;
    private long controlWindow;
    private int controlFrames;
    private int finished;

    private volatile boolean unfinished;
    private volatile long unfinishedSince;

    @GuardedBy("this")
    private long claimed;

    @GuardedBy("this")
    private boolean closed;

    public Inbound(InboundLimits limits, AssemblyBudget budget, Receiver receiver) {
        this(limits, limits::maxMessageBytes, budget, receiver);
    }

    /// @param maxMessageBytes the limit of one message as it is now, at most that of the limits; asked for each frame
    public Inbound(InboundLimits limits, IntSupplier maxMessageBytes, AssemblyBudget budget, Receiver receiver) {
        this.limits = limits;
        this.maxMessageBytes = maxMessageBytes;
        this.budget = budget;
        this.receiver = receiver;
    }

    /// Puts back what the last bytes left over, to be called before more is read behind it.
    public void restore(ByteBuffer buffer) {
        if (carried.length > 0) {
            buffer.put(carried);
            carried = NOTHING;
        }
    }

    /// Takes all bytes from the position to the limit of the loop's input.
    public void take(Loop loop) {
        ByteBuffer source = loop.input();
        long now = loop.now();
        finished = 0;
        while (source.hasRemaining()) {
            if (lost) {
                source.position(source.limit());
            } else if (part != Part.HEADER) {
                payload(source);
            } else if (!frame(loop, source)) {
                carried = new byte[source.remaining()];
                source.get(carried);
            }
        }
        boolean pending = part != Part.HEADER || assembly != null || carried.length > 0;
        if (pending && (!unfinished || finished > 0)) {
            unfinishedSince = now;
        }
        unfinished = pending;
    }

    /// From now on messages and pings are passed over; a close is still heard.
    public void skipData() {
        skipping = true;
    }

    /// Whether a message was begun and not finished in time.
    public boolean overdue(long now) {
        return unfinished && now - unfinishedSince >= limits.messageTimeout().toNanos();
    }

    /// Lets the time of an unfinished message begin anew.
    public void excuse(long now) {
        unfinishedSince = now;
    }

    /// Gives back what unfinished messages took.
    public synchronized void close() {
        closed = true;
        budget.release(claimed);
        claimed = 0;
    }

    /// Takes a frame's header, and the payload where all of it is there.
    ///
    /// @return false when more bytes are needed
    private boolean frame(Loop loop, ByteBuffer source) {
        FrameHeader header = loop.header();
        switch (header.read(source)) {
            case INCOMPLETE -> {
                return false;
            }
            case LENGTH_ONLY -> {
                judgeLength(header);
                return false;
            }
            case FORBIDDEN -> {
                forbidden();
                return true;
            }
            case COMPLETE -> {}
        }
        int opCode = header.opCode();
        if (OpCode.isControl(opCode)) {
            if (source.remaining() < header.size() + header.length()) {
                return false;
            }
            source.position(source.position() + header.size());
            control(opCode, (int) header.length(), header.mask(), source, loop.now());
            return true;
        }
        if (!skipping && (opCode == OpCode.CONTINUATION) == (assembly == null)) {
            forbidden();
            return true;
        }
        source.position(source.position() + header.size());
        fin = header.fin();
        mask = header.mask();
        payloadLeft = header.length();
        part = Part.PAYLOAD;
        if (skipping) {
            skip();
        } else if (!judgeLength(header)) {
            skip();
        } else if (assembly == null && fin && source.remaining() >= payloadLeft) {
            part = Part.HEADER;
            whole(kind(opCode), (int) payloadLeft, source, loop.scratch());
        } else {
            if (assembly == null) {
                assembly = new Assembly(kind(opCode));
            }
            payload(source);
        }
        return true;
    }

    /// Refuses a frame as soon as its length is known, before memory is taken for it.
    private boolean judgeLength(FrameHeader header) {
        int before = assembly == null ? 0 : assembly.length();
        boolean fits =
                skipping || OpCode.isControl(header.opCode()) || header.length() <= maxMessageBytes.getAsInt() - before;
        if (!fits) {
            violated(Closing.because(CloseReason.MESSAGE_TOO_LARGE));
        }
        return fits;
    }

    /// A message in one frame that is all there: never copied for its own sake.
    private void whole(Kind kind, int length, ByteBuffer source, byte[] scratch) {
        boolean beyondAscii = Unmasking.take(source, scratch, 0, length, mask);
        if (beyondAscii && kind == Kind.TEXT && !Utf8.isValid(scratch, 0, length)) {
            violated(Closing.because(CloseReason.NOT_UTF8));
            return;
        }
        finished++;
        receiver.received(new Message(kind, scratch, 0, length));
    }

    /// Takes as much of a frame's payload as there is.
    private void payload(ByteBuffer source) {
        int more = (int) Math.min(payloadLeft, source.remaining());
        Assembly message = assembly;
        if (part == Part.SKIPPED || message == null || skipping) {
            skip();
            source.position(source.position() + more);
        } else {
            Closing violation = append(message, source, more);
            if (violation != null) {
                violated(violation);
                more = 0;
            }
        }
        payloadLeft -= more;
        if (payloadLeft == 0) {
            frameEnded();
        }
    }

    private @Nullable Closing append(Assembly message, ByteBuffer source, int more) {
        int capacity = message.capacityWith(more, payloadLeft, limits.maxMessageBytes());
        if (!claim(capacity - message.capacity())) {
            return retryLater(CloseReason.SERVER_BUSY);
        }
        if (!message.append(source, more, mask, capacity)) {
            return Closing.because(CloseReason.NOT_UTF8);
        }
        mask = Unmasking.turned(mask, more);
        return null;
    }

    private void frameEnded() {
        boolean skipped = part == Part.SKIPPED;
        part = Part.HEADER;
        Assembly message = assembly;
        if (skipped || message == null) {
            return;
        }
        int fragments = message.frameEnded();
        if (fin) {
            if (message.isComplete()) {
                finished++;
                receiver.received(message.message());
                forget();
            } else {
                violated(Closing.because(CloseReason.NOT_UTF8));
            }
        } else if (fragments > limits.maxFragments() && message.length() / fragments < LARGE_FRAGMENT) {
            violated(Closing.because(CloseReason.TOO_MANY_FRAGMENTS));
        }
    }

    private void control(int opCode, int length, int key, ByteBuffer source, long now) {
        var payload = new byte[length];
        Unmasking.take(source, payload, 0, length, key);
        if (opCode == OpCode.CLOSE) {
            closeFrame(payload);
            return;
        }
        if (controlFrames == 0 || now - controlWindow >= WINDOW_NANOS) {
            controlWindow = now;
            controlFrames = 0;
        }
        if (skipping) {
            return;
        }
        if (++controlFrames > limits.controlFramesPerSecond()) {
            violated(retryLater(CloseReason.RATE_LIMITED));
        } else if (opCode == OpCode.PING) {
            receiver.pinged(payload);
        }
    }

    private void closeFrame(byte[] payload) {
        int code = CloseCode.of(payload);
        if (code == CloseCode.FORBIDDEN) {
            forbidden();
        } else if (payload.length > Short.BYTES && !Utf8.isValid(payload, Short.BYTES, payload.length - Short.BYTES)) {
            violated(Closing.because(CloseReason.NOT_UTF8));
        } else {
            receiver.peerCloses(code);
        }
        lost = true;
    }

    private void forbidden() {
        lost = true;
        violated(Closing.because(CloseReason.FRAME_ERROR));
    }

    private void violated(Closing closing) {
        forget();
        skipData();
        skip();
        receiver.violated(closing);
    }

    /// The rest of the frame under way is passed over.
    private void skip() {
        if (part == Part.PAYLOAD) {
            part = payloadLeft == 0 ? Part.HEADER : Part.SKIPPED;
        }
    }

    private void forget() {
        Assembly message = assembly;
        if (message != null) {
            release(message.capacity());
            assembly = null;
        }
    }

    private synchronized boolean claim(int bytes) {
        if (closed || !budget.claim(bytes)) {
            return false;
        }
        claimed += bytes;
        return true;
    }

    private synchronized void release(int bytes) {
        if (!closed) {
            claimed -= bytes;
            budget.release(bytes);
        }
    }

    private static Kind kind(int opCode) {
        return opCode == OpCode.TEXT ? Kind.TEXT : Kind.BINARY;
    }

    private static Closing retryLater(CloseReason reason) {
        return Closing.retryAfter(reason, ThreadLocalRandom.current().nextLong(1000, 5001));
    }
}
