package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;

/// Repeats what a page is not ready for: an element that is still to come, hidden, moving or covered.
public final class Patience {
    /// The page is not ready; the reason is what the agent hears if it never will be.
    public static final class NotYet extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ActionException reason;

        public NotYet(ActionException reason) {
            super(reason.sentence(), reason);
            this.reason = reason;
        }
    }

    /// One try.
    @FunctionalInterface
    public interface Attempt<T> {
        T make() throws NotYet, ActionException, CdpException, InterruptedException;
    }

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LAST_PAUSE = Duration.ofMillis(100);

    private Patience() {}

    /// Tries until it succeeds, at least once.
    ///
    /// @param until when it is given up
    /// @throws ActionException the reason of the last try
    public static <T> T until(Tab tab, Deadline until, Attempt<T> attempt)
            throws ActionException, CdpException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.make();
            } catch (NotYet e) {
                if (until.passed()) {
                    throw e.reason;
                }
            } catch (CdpException e) {
                // The document went away between two steps of the try, before anything was done.
                if (e.reason() != Reason.REFUSED || until.passed()) {
                    throw e;
                }
            }
            tab.await(() -> false, until.orIn(pause));
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : longer;
        }
    }
}
