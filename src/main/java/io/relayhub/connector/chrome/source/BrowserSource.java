package io.relayhub.connector.chrome.source;

import io.relayhub.connector.chrome.cdp.Deadline;
import java.net.URI;

/// The origin of a browser: a process of our own, or a debugging port.
public sealed interface BrowserSource extends AutoCloseable permits LaunchedBrowser, AttachedBrowser {
    /// The browser is not there. The message is a sentence for operator and agent that says what to do.
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        Unavailable(String sentence) {
            super(sentence);
        }

        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /// The browser's own DevTools endpoint (`ws://…/devtools/browser/…`). A launched browser is started where none is
    /// running. Called by one thread.
    URI endpoint(Deadline deadline) throws Unavailable, InterruptedException;

    /// Whether the browser could still be running as far as can be told without asking it.
    boolean alive();

    /// Ends a launched browser; leaves one that was attached to.
    @Override
    void close();
}
