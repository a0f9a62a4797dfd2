package io.relayhub.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/// One request until its outcome. Progress and outcome reach the caller in order, on a virtual thread of this
/// request's own: whatever the caller does there holds up nobody else.
final class Pending {
    private final String id;
    private final Request request;
    private final long deadline;
    private final CompletableFuture<Answer> future = new CompletableFuture<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Queue<Runnable> events = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean running;

    /// @param deadline nanoseconds of the client's clock
    Pending(String id, Request request, long deadline) {
        this.id = id;
        this.request = request;
        this.deadline = deadline;
    }

    String id() {
        return id;
    }

    Request request() {
        return request;
    }

    long deadline() {
        return deadline;
    }

    CompletableFuture<Answer> future() {
        return future;
    }

    void progressed(Answer part) {
        var listener = request.progress();
        if (listener != null) {
            tell(() -> {
                if (!future.isDone()) {
                    listener.accept(part);
                }
            });
        }
    }

    void answered(Answer answer) {
        tell(() -> future.complete(answer));
    }

    void failed(RelayException failure) {
        tell(() -> future.completeExceptionally(failure));
    }

    private void tell(Runnable event) {
        synchronized (lock) {
            events.add(event);
            if (running) {
                return;
            }
            running = true;
        }
        Thread.ofVirtual().name("relayhub-client-" + id).start(this::run);
    }

    private void run() {
        while (true) {
            Runnable event;
            synchronized (lock) {
                event = events.poll();
                if (event == null) {
                    running = false;
                    return;
                }
            }
            try {
                event.run();
            } catch (RuntimeException e) {
                // A progress listener that fails is the caller's mistake, and the caller holds the future.
                future.completeExceptionally(e);
            }
        }
    }
}
