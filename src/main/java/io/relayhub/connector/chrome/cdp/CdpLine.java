package io.relayhub.connector.chrome.cdp;

import java.util.concurrent.CompletableFuture;

/// The way of messages to a browser, one at a time. What comes back is given to [CdpConnection#received].
public interface CdpLine {
    /// @return completes when the next message may be sent
    CompletableFuture<?> send(String text);

    /// Drops everything at once.
    void abort();
}
