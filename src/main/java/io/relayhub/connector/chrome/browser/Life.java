package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The life of a tab's page, which lives, has crashed or is closed for good, and those who wait in it. Safe for
/// threads.
final class Life {
    // Sentences; null while it is not so.
    @GuardedBy("this")
    private @Nullable String crash;

    @GuardedBy("this")
    private @Nullable String end;

    synchronized void crash(String sentence) {
        crash = sentence;
        notifyAll();
    }

    /// There is a new page after a crash; after the end there is none.
    synchronized void revive() {
        crash = null;
    }

    synchronized void end(String sentence) {
        end = sentence;
        notifyAll();
    }

    /// Why nothing can be asked any more; null while it lives.
    synchronized @Nullable String obstacle() {
        return end == null ? crash : end;
    }

    /// @throws CdpException [Reason#SESSION_ENDED] when it does not
    synchronized void require() throws CdpException {
        String obstacle = obstacle();
        if (obstacle != null) {
            throw new CdpException(Reason.SESSION_ENDED, obstacle);
        }
    }

    /// Something has happened: those who wait look again.
    synchronized void stir() {
        notifyAll();
    }

    /// Waits until the condition holds or the deadline has passed.
    ///
    /// @return whether it holds
    /// @throws CdpException [Reason#SESSION_ENDED] when the page goes meanwhile
    synchronized boolean await(BooleanSupplier condition, Deadline deadline) throws CdpException, InterruptedException {
        while (!condition.getAsBoolean()) {
            require();
            long millis = deadline.millisLeft();
            if (millis == 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
