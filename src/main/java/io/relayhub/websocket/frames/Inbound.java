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
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/// From one peer's frames to whole messages, within the [InboundLimits].
///
/// Frames come from one thread at a time; [#overdue], [#excuse] and [#close] may be called by any.
public final class Inbound {
    /// Fragments that have fewer bytes than this on average are counted.
    private static final int LARGE_FRAGMENT = 1024;

    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

    /// Who is told. Called by the thread that brought the frame.
    public interface Receiver {
        /// @param message valid only until this method returns
        void received(Message message);

        /// The peer broke a limit or the protocol. Nothing is received after this.
        void violated(Closing closing);
    }

    private final InboundLimits limits;
    private final AssemblyBudget budget;
    private final LongSupplier clock;
    private final Receiver receiver;

    private @Nullable Assembly assembly;
    private int partialFrame;
    private long controlWindow;
    private int controlFrames;

    private volatile boolean unfinished;
    private volatile long unfinishedSince;

    @GuardedBy("this")
    private long claimed;

    @GuardedBy("this")
    private boolean closed;

    /// @param clock nanoseconds; all times are compared by difference
    public Inbound(InboundLimits limits, AssemblyBudget budget, LongSupplier clock, Receiver receiver) {
        this.limits = limits;
        this.budget = budget;
        this.clock = clock;
        this.receiver = receiver;
    }

    /// A frame has begun whose payload is not all there, so that memory is about to be taken for it.
    ///
    /// @return why it is refused; null when it is not
    public @Nullable Closing begin(int payloadLength) {
        int before = assembly == null ? 0 : assembly.length();
        if (payloadLength > limits.maxMessageBytes() - before) {
            return Closing.because(CloseReason.MESSAGE_TOO_LARGE);
        }
        if (!claim(payloadLength)) {
            return busy();
        }
        partialFrame = payloadLength;
        remember();
        return null;
    }

    /// A whole data frame.
    public void data(byte opCode, Finality finality, ByteBuffer payload) {
        if (assembly == null && finality == Finality.LAST) {
            whole(kind(opCode), payload);
        } else {
            fragment(opCode, finality, payload);
        }
        frameIsDone();
    }

    /// A ping or a pong.
    ///
    /// @return false when there were too many
    public boolean control() {
        frameIsDone();
        long now = clock.getAsLong();
        if (controlFrames == 0 || now - controlWindow >= WINDOW_NANOS) {
            controlWindow = now;
            controlFrames = 0;
        }
        controlFrames++;
        if (controlFrames > limits.controlFramesPerSecond()) {
            receiver.violated(retryLater(CloseReason.RATE_LIMITED));
            return false;
        }
        return true;
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

    private void whole(Kind kind, ByteBuffer payload) {
        int length = payload.remaining();
        if (length > limits.maxMessageBytes()) {
            receiver.violated(Closing.because(CloseReason.MESSAGE_TOO_LARGE));
            return;
        }
        byte[] array;
        int offset;
        if (payload.hasArray()) {
            array = payload.array();
            offset = payload.arrayOffset() + payload.position();
        } else {
            array = Loop.current().scratch(length);
            offset = 0;
            payload.get(payload.position(), array, 0, length);
        }
        if (kind == Kind.TEXT && !Utf8.isValid(array, offset, length)) {
            receiver.violated(Closing.because(CloseReason.NOT_UTF8));
            return;
        }
        receiver.received(new Message(kind, array, offset, length));
    }

    private void fragment(byte opCode, Finality finality, ByteBuffer payload) {
        if (assembly == null) {
            assembly = new Assembly(kind(opCode), limits.maxMessageBytes());
            remember();
        }
        Assembly message = assembly;
        Closing violation = append(message, payload);
        if (violation == null && finality == Finality.LAST && !message.isComplete()) {
            violation = Closing.because(CloseReason.NOT_UTF8);
        }
        if (violation != null) {
            forget(message);
            receiver.violated(violation);
        } else if (finality == Finality.LAST) {
            receiver.received(message.message());
            forget(message);
        }
    }

    private @Nullable Closing append(Assembly message, ByteBuffer payload) {
        int more = payload.remaining();
        if (more > limits.maxMessageBytes() - message.length()) {
            return Closing.because(CloseReason.MESSAGE_TOO_LARGE);
        }
        if (!claim(message.capacityWith(more) - message.capacity())) {
            return busy();
        }
        if (!message.append(payload)) {
            return Closing.because(CloseReason.NOT_UTF8);
        }
        if (message.fragments() > limits.maxFragments() && message.length() / message.fragments() < LARGE_FRAGMENT) {
            return Closing.because(CloseReason.TOO_MANY_FRAGMENTS);
        }
        return null;
    }

    private void frameIsDone() {
        if (partialFrame > 0) {
            release(partialFrame);
            partialFrame = 0;
        }
        if (unfinished && assembly == null) {
            unfinished = false;
        }
    }

    private void forget(Assembly message) {
        release(message.capacity());
        assembly = null;
    }

    private void remember() {
        if (!unfinished) {
            unfinishedSince = clock.getAsLong();
            unfinished = true;
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

    private static Kind kind(byte opCode) {
        return opCode == OpCode.TEXT ? Kind.TEXT : Kind.BINARY;
    }

    private static Closing busy() {
        return retryLater(CloseReason.SERVER_BUSY);
    }

    private static Closing retryLater(CloseReason reason) {
        return Closing.retryAfter(reason, ThreadLocalRandom.current().nextLong(1000, 5001));
    }

    /// Whether a frame is its message's last (FIN, RFC 6455 section 5.2).
    public enum Finality {
        LAST,
        MORE_FOLLOW
    }
}
