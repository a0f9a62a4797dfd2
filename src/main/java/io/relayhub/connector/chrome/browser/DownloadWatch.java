package io.relayhub.connector.chrome.browser;

import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.download.Download;
import io.relayhub.connector.chrome.download.Downloads;
import io.relayhub.connector.chrome.history.OriginRules;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The downloads of a connection's contexts: where they go, whose they are, and their end. Never blocks but in [#send].
record DownloadWatch(
        CdpConnection connection, TabTable table, Contexts contexts, OriginRules rules, Downloads downloads) {
    /// Says where the downloads of a context go. Where that can't be, they are as Chrome has them.
    ///
    /// @param contextId empty for the browser's own
    void send(Downloads.Destination destination, String contextId, Deadline deadline)
            throws CdpException, InterruptedException {
        try {
            ObjectNode params = downloads.behavior(destination);
            if (!contextId.isEmpty()) {
                params.put("browserContextId", contextId);
            }
            connection.call(CdpConnection.BROWSER, "Browser.setDownloadBehavior", params, deadline);
        } catch (IOException e) {
            // There is no place for files: download_read says that none is there.
        } catch (CdpException e) {
            if (e.reason() != Reason.REFUSED) {
                throw e;
            }
        }
    }

    void cancel(Download download) {
        ObjectNode params = CdpConnection.object().put("guid", download.file());
        if (!download.origin().contextId().isEmpty()) {
            params.put("browserContextId", download.origin().contextId());
        }
        connection.tell(CdpConnection.BROWSER, "Browser.cancelDownload", params);
    }

    void onEvent(CdpEvent event) {
        JsonNode params = event.params();
        if (event.method().equals("Browser.downloadWillBegin")) {
            downloads.begun(params, origin(params));
        } else {
            downloads.progress(params).ifPresent(this::cancel);
        }
    }

    private Download.Origin origin(JsonNode params) {
        String frame = params.path("frameId").asString("");
        String url = params.path("url").asString("");
        Optional<Tab> tab =
                table.all().stream().filter(each -> each.frames().has(frame)).findFirst();
        boolean own = tab.flatMap(its -> contexts.nameOf(its.contextId())).isPresent();
        return new Download.Origin(
                tab.map(Tab::id).orElse(0),
                tab.map(Tab::contextId).orElse(""),
                url,
                own || downloads.shared() == Downloads.Destination.CONNECTOR,
                tab.map(Tab::permitted).orElseGet(() -> rules.permits(url)));
    }
}
