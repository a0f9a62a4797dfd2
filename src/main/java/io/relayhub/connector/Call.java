package io.relayhub.connector;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.ConnectorListener.Outcome;
import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Json;
import io.relayhub.dial.Timers;
import io.relayhub.dial.Wire;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One request in work. It has exactly one outcome, whichever comes first: the provider's, the deadline's, the
/// agent's or the connection's; everything after it is dropped.
final class Call implements ActionCall {
    private final Wire wire;
    private final byte[] id;
    private final String action;
    private final Optional<String> agent;
    private final Json data;
    private final Timers timers;
    private final long begun;
    private final long deadline;
    private final int maxMessageBytes;
    private final ConnectorListener listener;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean settled;

    /// Whoever sets it decides whether the provider is asked: the call's thread, or the timer that gives up on it.
    @GuardedBy("lock")
    private boolean taken;

    /// The thread in the provider; null before and after.
    @GuardedBy("lock")
    private @Nullable Thread worker;

    /// @param id the request's id as its bytes in JSON
    Call(
            Wire wire,
            byte[] id,
            String action,
            Optional<String> agent,
            Json data,
            Duration timeout,
            int maxMessageBytes,
            Timers timers,
            ConnectorListener listener) {
        this.wire = wire;
        this.id = id;
        this.action = action;
        this.agent = agent;
        this.data = data;
        this.timers = timers;
        this.begun = timers.now();
        this.deadline = begun + timeout.toNanos();
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Json data() {
        return data;
    }

    @Override
    public Optional<String> agent() {
        return agent;
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - timers.now()));
    }

    @Override
    public boolean cancelled() {
        synchronized (lock) {
            return settled;
        }
    }

    @Override
    public void progress(Json part) {
        if (!cancelled()) {
            await(Replies.progress(id, part));
        }
    }

    Wire wire() {
        return wire;
    }

    /// Runs the provider on this thread, until it returns.
    void work(Bulkhead bulkhead) {
        synchronized (lock) {
            if (settled || taken) {
                return;
            }
            taken = true;
            worker = Thread.currentThread();
        }
        try {
            answer(bulkhead.provider().handle(this));
        } catch (ActionException e) {
            refuse(
                    e.code(),
                    Replies.error(id, e.code(), e.sentence(), e.retryable() ? Replies.Retry.YES : Replies.Retry.NO));
        } catch (InterruptedException e) {
            // Interrupted by settle(), or by a provider that stops itself.
            refuse(ActionError.LOST, "the " + bulkhead.name() + " provider stopped before it was done");
        } catch (RuntimeException | Error e) {
            listener.failed(label(), bulkhead.name(), e);
            refuse(ActionError.INTERNAL, "the " + bulkhead.name() + " provider failed; the connector's log says more");
        } finally {
            synchronized (lock) {
                worker = null;
            }
            // An interrupt that came too late for the provider must not hit what this thread does next.
            Thread.interrupted();
        }
    }

    void refuse(ActionError error, String sentence) {
        refuse(error.name(), Replies.error(id, error, sentence));
    }

    /// Refuses a call that no thread has taken up, and keeps threads from it: something holds all carriers of virtual
    /// threads, and an agent should not wait in vain for them.
    ///
    /// @return whether it was refused
    boolean refuseUnlessTaken() {
        synchronized (lock) {
            if (taken) {
                return false;
            }
            taken = true;
        }
        refuse(
                ActionError.UNAVAILABLE,
                "the connector has no thread free to begin: something in it hangs; nothing was done, and a restart"
                        + " of the connector helps if this goes on");
        return true;
    }

    void timeOut() {
        if (settle(Outcome.TIMED_OUT, ActionError.TIMEOUT.name())) {
            wire.post(Replies.error(
                    id, ActionError.TIMEOUT, "the connector did not finish in time; it may have done what was asked"));
        }
    }

    void cancel() {
        settle(Outcome.CANCELLED, "");
    }

    void lose() {
        settle(Outcome.CONNECTION_LOST, "");
    }

    private void answer(Json answer) {
        byte[] line = Replies.answer(id, answer);
        if (line.length > maxMessageBytes) {
            refuse(ActionError.TOO_LARGE, "the answer is larger than " + maxMessageBytes + " bytes; ask for less");
        } else if (settle(Outcome.ANSWERED, "")) {
            await(line);
        }
    }

    private void refuse(String code, byte[] line) {
        if (settle(Outcome.REFUSED, code)) {
            wire.post(line);
        }
    }

    /// @return whether this is the outcome
    private boolean settle(Outcome outcome, String detail) {
        synchronized (lock) {
            if (settled) {
                return false;
            }
            settled = true;
            if (worker != null && !worker.equals(Thread.currentThread())) {
                worker.interrupt();
            }
        }
        listener.handled(label(), outcome, detail, Duration.ofNanos(timers.now() - begun));
        return true;
    }

    /// Waits until the network has taken the line, so that no provider runs ahead of a hub that reads slowly.
    private void await(byte[] line) {
        try {
            wire.send(line).get();
        } catch (ExecutionException e) {
            // The connection is gone: its end is told to everybody who needs to know.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Agents choose the action's text freely; logs get what cannot break them.
    private String label() {
        String printable = action.replaceAll("[^A-Za-z0-9_.:/-]", "?");
        return printable.length() <= 64 ? printable : printable.substring(0, 64);
    }
}
