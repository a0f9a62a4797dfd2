package io.relayhub.connector.chrome.trace;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The trace of one tab, from its start until its file has been fetched. Safe for threads.
public final class Recording {
    /// A trace under way.
    ///
    /// @param startedAt on the clock of [System#nanoTime]
    /// @param complete  completes with the parameters of `Tracing.tracingComplete`; exceptionally when the tab goes
    public record Running(long startedAt, CompletableFuture<JsonNode> complete) {}

    @GuardedBy("this")
    private @Nullable Running running;

    /// @return null when one is under way already
    public synchronized @Nullable Running begin() {
        if (running != null) {
            return null;
        }
        running = new Running(System.nanoTime(), new CompletableFuture<>());
        return running;
    }

    /// @return null when none is under way
    public synchronized @Nullable Running running() {
        return running;
    }

    /// Nothing is under way any more.
    public synchronized void forget(Running which) {
        if (which.equals(running)) {
            running = null;
        }
    }

    /// The tab has gone.
    public void end(String sentence) {
        Running its = running();
        if (its != null) {
            its.complete().completeExceptionally(new CdpException(CdpException.Reason.SESSION_ENDED, sentence));
        }
    }

    /// `Tracing.tracingComplete`.
    public void onComplete(JsonNode params) {
        Running its = running();
        if (its != null) {
            its.complete().complete(params);
        }
    }
}
