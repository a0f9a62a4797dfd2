package io.relayhub.connector.chrome.action;

import io.relayhub.connector.chrome.browser.Browser;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.chrome.mock.Mocks;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// All actions by their names (docs/chrome.md, "Actions"). Safe for threads.
public final class ChromeActions {
    private final Map<String, Action> actions = new HashMap<>();

    /// @param rules which pages and addresses may be touched
    /// @param mocks those of the browser's own interceptor
    /// @param http  for requests on the browser's behalf; must not follow redirects by itself
    public ChromeActions(Browser browser, OriginRules rules, Mocks mocks, HttpClient http) {
        Pages pages = new Pages(browser, rules);
        actions.putAll(new TabActions(pages).actions());
        actions.putAll(new PageActions(pages).actions());
        actions.putAll(new InputActions(pages).actions());
        actions.putAll(new HistoryActions(pages).actions());
        actions.putAll(new Screenshots(pages).actions());
        actions.putAll(new MockActions(pages, mocks).actions());
        actions.putAll(new ProxyActions(pages, http).actions());
        actions.putAll(new RunActions(Map.copyOf(actions)).actions());
    }

    public Set<String> names() {
        return Set.copyOf(actions.keySet());
    }

    /// Does what an agent asks for, on the calling thread, which may be blocked until the deadline.
    ///
    /// @param data the request's `data`
    /// @return the answer's `data`
    /// @throws ActionException one of the connector's errors or of docs/chrome.md, "Errors"
    public JsonNode perform(String name, JsonNode data, Deadline deadline)
            throws ActionException, InterruptedException {
        Action action = actions.get(name);
        if (action == null) {
            throw new ActionException(ActionError.UNKNOWN_ACTION, "The chrome provider has no such action.");
        }
        try {
            return action.perform(Arguments.of(data), deadline);
        } catch (CdpException e) {
            throw Pages.translated(e);
        }
    }
}
