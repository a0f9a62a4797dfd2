package io.relayhub.cli.connect;

import io.relayhub.daemon.DaemonException;
import io.relayhub.daemon.Registration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps a connector's record up to date, on a thread of its own: those that tell the state belong to the network, and
/// must not wait for a disk. Of states that follow each other faster than they are written, the last one counts.
final class StateRecorder implements AutoCloseable {
    private final Registration registration;
    private final Map<String, Object> details;
    private final Consumer<String> complaints;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("connector-record").unstarted(this::run);
    /// Guarded by this, as what follows.
    private @Nullable LinkState next;

    private boolean wasReady;
    private boolean closed;

    /// Of the thread, and after its end of the one that closes.
    private boolean failed;

    /// @param details    beside the state
    /// @param complaints told once in a row when the record cannot be written
    StateRecorder(Registration registration, Map<String, Object> details, Consumer<String> complaints) {
        this.registration = registration;
        this.details = Map.copyOf(details);
        this.complaints = complaints;
    }

    StateRecorder start() {
        thread.start();
        return this;
    }

    /// Does not wait. A connector that ends before its first attempt has succeeded or failed leaves no state.
    synchronized void tell(LinkState state) {
        next = state;
        notifyAll();
    }

    /// Writes what is left to write: the reason of an end stays in the record, for those who ask why there is no
    /// connector any more.
    @Override
    public void close() {
        LinkState last;
        synchronized (this) {
            closed = true;
            last = next;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean worked;
        synchronized (this) {
            worked = wasReady;
        }
        if (worked && last != null && last.kind() == LinkState.Kind.ENDED) {
            write(() -> registration.leave(last.in(details)));
        }
        registration.close();
    }

    private void run() {
        LinkState state = await();
        while (state != null) {
            LinkState told = state;
            write(() -> registration.ready(told.in(details)));
            state = await();
        }
    }

    /// @return the next one to write; null when there will be none
    private synchronized @Nullable LinkState await() {
        try {
            while (!closed && (next == null || next.kind() == LinkState.Kind.ENDED)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        if (closed) {
            return null;
        }
        LinkState state = next;
        next = null;
        wasReady = true;
        return state;
    }

    private void write(Runnable writing) {
        try {
            writing.run();
            failed = false;
        } catch (DaemonException e) {
            if (!failed) {
                complaints.accept(String.valueOf(e.getMessage()));
            }
            failed = true;
        }
    }
}
