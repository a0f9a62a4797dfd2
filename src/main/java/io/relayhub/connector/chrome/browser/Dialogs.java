package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.history.LogEntry;
import io.relayhub.connector.chrome.history.LogHistory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The `alert`, `confirm` and `prompt` of one tab, which stop its page until they are answered. Told of events by the
/// connection's reading thread, read by any.
final class Dialogs {
    /// What becomes of them.
    enum Policy {
        /// Nobody sits in front of this browser: they are dismissed and noted in the log.
        DISMISS,
        /// They belong to the user.
        LEAVE
    }

    private final Policy policy;
    private final CdpConnection connection;
    private final LogHistory logs;

    @GuardedBy("this")
    private @Nullable String open;

    Dialogs(Policy policy, CdpConnection connection, LogHistory logs) {
        this.policy = policy;
        this.connection = connection;
        this.logs = logs;
    }

    /// What kind of dialog the user has before them.
    synchronized Optional<String> open() {
        return Optional.ofNullable(open);
    }

    /// `Page.javascriptDialogOpening`.
    void onOpening(CdpEvent event) {
        JsonNode params = event.params();
        String type = params.path("type").asString("dialog");
        logs.add(new LogEntry(
                System.currentTimeMillis(),
                "info",
                "dialog",
                type + ": " + params.path("message").asString(""),
                params.path("url").asString(""),
                0));
        switch (policy) {
            case DISMISS -> {
                boolean accept = type.equals("alert") || type.equals("beforeunload");
                connection.tell(
                        event.session(),
                        "Page.handleJavaScriptDialog",
                        CdpConnection.object().put("accept", accept));
            }
            case LEAVE -> set(type);
        }
    }

    /// `Page.javascriptDialogClosed`.
    void onClosed() {
        set(null);
    }

    private synchronized void set(@Nullable String type) {
        open = type;
    }
}
