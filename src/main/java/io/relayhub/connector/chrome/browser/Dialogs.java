package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import org.jspecify.annotations.Nullable;

/// The `alert`, `confirm` and `prompt` of one tab, which stop its page until they are answered. Told of events by the
/// connection's reading thread, asked by any.
final class Dialogs {
    /// What becomes of them.
    enum Policy {
        /// Nobody sits in front of this browser: they are dismissed.
        DISMISS,
        /// They belong to the user.
        LEAVE
    }

    private final Policy policy;
    private final int tabId;
    private final CdpConnection connection;

    // A sentence; null while no dialog is left to the user.
    @GuardedBy("this")
    private @Nullable String obstacle;

    Dialogs(Policy policy, int tabId, CdpConnection connection) {
        this.policy = policy;
        this.tabId = tabId;
        this.connection = connection;
    }

    /// @throws CdpException [Reason#BLOCKED] while a dialog is before the user
    synchronized void requireNone() throws CdpException {
        if (obstacle != null) {
            throw new CdpException(Reason.BLOCKED, obstacle);
        }
    }

    /// `Page.javascriptDialogOpening`.
    ///
    /// @return why the page stands still from now on; null when it does not
    @Nullable
    String onOpening(CdpEvent event) {
        String type = event.params().path("type").asString("dialog");
        return switch (policy) {
            case DISMISS -> {
                boolean accept = type.equals("alert") || type.equals("beforeunload");
                connection.tell(
                        event.session(),
                        "Page.handleJavaScriptDialog",
                        CdpConnection.object().put("accept", accept));
                yield null;
            }
            case LEAVE -> {
                String sentence = "Tab " + tabId + " shows a dialog (" + type
                        + ") that has to be answered in the browser first; what was under way may have been done.";
                set(sentence);
                yield sentence;
            }
        };
    }

    /// `Page.javascriptDialogClosed`.
    void onClosed() {
        set(null);
    }

    private synchronized void set(@Nullable String sentence) {
        obstacle = sentence;
    }
}
