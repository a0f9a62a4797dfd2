package io.relayhub.connector.chrome.browser;

import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Commands to one tab, as far as its page can answer: it must live, and no dialog may be before it. Safe for threads.
final class TabCalls {
    private final int tabId;
    private final String session;
    private final CdpConnection connection;
    private final Life life;
    private final Dialogs dialogs;

    // Set before anybody else sees the tab.
    private CompletableFuture<?> ready = CompletableFuture.completedFuture(null);

    TabCalls(int tabId, String session, CdpConnection connection, Life life, Dialogs dialogs) {
        this.tabId = tabId;
        this.session = session;
        this.connection = connection;
        this.life = life;
        this.dialogs = dialogs;
    }

    CdpConnection connection() {
        return connection;
    }

    /// Nothing is asked before this has completed, in whatever way.
    void readyWhen(CompletableFuture<?> prepared) {
        ready = prepared.handle((done, failure) -> null);
    }

    /// Asks one of the tab's sessions.
    ///
    /// @throws CdpException also when its page can't answer: at once [Reason#SESSION_ENDED] when it has crashed and
    ///     [Reason#BLOCKED] while a dialog is before the user
    JsonNode call(String target, String method, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        life.require();
        dialogs.requireNone();
        try {
            awaitReady(deadline);
            return connection.call(target, method, params, deadline);
        } catch (CdpException e) {
            throw explained(e);
        }
    }

    /// The same for a command that brings another document, which also a crashed page obeys.
    JsonNode navigate(String method, ObjectNode params, Deadline deadline) throws CdpException, InterruptedException {
        dialogs.requireNone();
        try {
            awaitReady(deadline);
            JsonNode answer = connection.call(session, method, params, deadline);
            life.revive();
            return answer;
        } catch (CdpException e) {
            throw explained(e);
        }
    }

    /// Asks also a page that can't answer, since the browser does.
    void anyway(String method, Deadline deadline) throws CdpException, InterruptedException {
        connection.call(session, method, CdpConnection.object(), deadline);
    }

    private CdpException explained(CdpException e) {
        String obstacle = life.obstacle();
        return obstacle != null && e.reason() == Reason.SESSION_ENDED
                ? new CdpException(Reason.SESSION_ENDED, obstacle)
                : e;
    }

    private void awaitReady(Deadline deadline) throws CdpException, InterruptedException {
        if (!ready.isDone()) {
            CdpConnection.await(ready, "attaching to tab " + tabId, deadline);
        }
    }
}
