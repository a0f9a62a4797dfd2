package io.relayhub.connector.chrome.browser;

import io.relayhub.connector.chrome.cdp.CdpEvent;

/// Answers requests of pages in the network's place.
public interface Interceptor {
    /// What becomes of requests.
    enum Mode {
        PASSING,
        /// Each makes a trip to this process first.
        PAUSED
    }

    Mode mode();

    /// A request stands still until it is told to go on (`Fetch.requestPaused`). Called by the reading thread: must
    /// not block.
    void onPaused(Tab tab, CdpEvent event);

    /// A tab has gone for good. Must not block.
    void onClosed(Tab tab);

    /// A context is about to be closed. Must not block.
    void onContextClosed(Contexts.Context context);
}
