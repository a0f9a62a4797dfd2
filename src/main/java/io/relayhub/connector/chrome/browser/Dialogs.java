package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The `alert`, `confirm` and `prompt` of one tab, which stop its page until they are answered. Told of events by the
/// connection's reading thread, asked by any.
public final class Dialogs {
    /// What becomes of them when they appear.
    public enum Policy {
        /// They are answered with Cancel, those without a choice with OK: nobody sits in front of this browser.
        DISMISS,
        /// They are answered with OK.
        ACCEPT,
        /// They stay until the user or an agent answers.
        LEAVE
    }

    /// A dialog that waits for an answer.
    ///
    /// @param type    `alert`, `confirm`, `prompt` or `beforeunload`
    /// @param message what it says to the user
    public record Shown(String session, String type, String message) {}

    private final int tabId;
    private final CdpConnection connection;

    @GuardedBy("this")
    private Policy policy;

    @GuardedBy("this")
    private @Nullable Shown shown;

    Dialogs(Policy policy, int tabId, CdpConnection connection) {
        this.policy = policy;
        this.tabId = tabId;
        this.connection = connection;
    }

    public synchronized void policy(Policy next) {
        policy = next;
    }

    public synchronized Optional<Shown> shown() {
        return Optional.ofNullable(shown);
    }

    /// @throws CdpException [Reason#BLOCKED] while a dialog waits for its answer
    void requireNone() throws CdpException {
        Optional<Shown> now = shown();
        if (now.isPresent()) {
            throw new CdpException(Reason.BLOCKED, sentence(now.get()));
        }
    }

    private String sentence(Shown dialog) {
        return "Tab " + tabId + " shows a dialog (" + dialog.type()
                + ") that has to be answered first, in the browser or with dialog_answer; what was under way may have"
                + " been done.";
    }

    /// Answers a dialog as its user would.
    ///
    /// @param text what is entered into a `prompt`; null: nothing
    public void answer(Shown dialog, Answer how, @Nullable String text, Deadline deadline)
            throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object().put("accept", how == Answer.OK);
        if (text != null) {
            params.put("promptText", text);
        }
        connection.call(dialog.session(), "Page.handleJavaScriptDialog", params, deadline);
        onClosed();
    }

    /// The two buttons.
    public enum Answer {
        OK,
        CANCEL
    }

    /// `Page.javascriptDialogOpening`.
    ///
    /// @return why the page stands still from now on; null when it does not
    @Nullable
    String onOpening(CdpEvent event) {
        String type = event.params().path("type").asString("dialog");
        boolean ok;
        synchronized (this) {
            if (policy == Policy.LEAVE) {
                shown = new Shown(
                        event.session(), type, event.params().path("message").asString(""));
                return sentence(shown);
            }
            ok = policy == Policy.ACCEPT || type.equals("alert") || type.equals("beforeunload");
        }
        ObjectNode params = CdpConnection.object().put("accept", ok);
        connection.tell(event.session(), "Page.handleJavaScriptDialog", params);
        return null;
    }

    /// `Page.javascriptDialogClosed`.
    synchronized void onClosed() {
        shown = null;
    }
}
