package io.relayhub.connector.chrome;

import io.relayhub.connector.chrome.browser.Browser;
import io.relayhub.connector.chrome.browser.BrowserSource;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.chrome.mock.Mocks;
import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// One Chrome for all agents of this connector.
final class ChromeProvider implements Provider {
    // An answer has to be on its way before the agent gives up.
    private static final Duration MARGIN = Duration.ofMillis(250);

    private final HttpClient http;
    private final Browser browser;
    private final Map<String, Action> actions = new HashMap<>();

    /// @param http closed with this provider
    ChromeProvider(HttpClient http, BrowserSource source, OriginRules rules, Consumer<String> notices) {
        this.http = http;
        Mocks mocks = new Mocks();
        this.browser = Browser.start(http, source, rules, mocks, notices);
        Pages pages = new Pages(browser, rules);
        actions.putAll(new TabActions(pages).actions());
        actions.putAll(new PageActions(pages).actions());
        actions.putAll(new InputActions(pages).actions());
        actions.putAll(new HistoryActions(pages).actions());
        actions.putAll(new Screenshots(pages).actions());
        actions.putAll(new MockActions(pages, mocks).actions());
        actions.putAll(new ProxyRequest(pages, http).actions());
        actions.putAll(new RunActions(Map.copyOf(actions)).actions());
    }

    @Override
    public Actions actions() {
        return new Actions.Named(actions.keySet());
    }

    @Override
    public Json handle(ActionCall call) throws ActionException, InterruptedException {
        Action action = actions.get(call.action());
        if (action == null) {
            throw new ActionException(ActionError.UNKNOWN_ACTION, "The chrome provider has no such action.");
        }
        Duration remaining = call.remaining().minus(MARGIN);
        Deadline deadline = Deadline.in(remaining.isNegative() ? Duration.ZERO : remaining);
        try {
            return Json.of(action.perform(Arguments.of(tree(call)), deadline));
        } catch (CdpException e) {
            throw Pages.translated(e);
        }
    }

    private static JsonNode tree(ActionCall call) throws ActionException {
        try {
            return call.data().tree();
        } catch (IllegalArgumentException e) {
            throw new ActionException(ActionError.BAD_REQUEST, "\"data\" is nested too deeply or too large.");
        }
    }

    @Override
    public void close() {
        browser.close();
        http.shutdownNow();
    }
}
