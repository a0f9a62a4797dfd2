package io.relayhub.connector.chrome;

import io.relayhub.connector.chrome.action.ChromeActions;
import io.relayhub.connector.chrome.browser.Browser;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpDialer;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.chrome.mock.Mocks;
import io.relayhub.connector.chrome.source.BrowserSource;
import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// One Chrome for all agents of this connector.
final class ChromeProvider implements Provider {
    // An answer has to be on its way before the agent gives up.
    private static final Duration MARGIN = Duration.ofMillis(250);

    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final HttpClient http;
    private final Duration grace;
    private final Browser browser;
    private final ChromeActions actions;

    /// @param http closed with this provider
    /// @param grace how long contexts of agents that have gone wait for others
    ChromeProvider(HttpClient http, BrowserSource source, OriginRules rules, Duration grace, Consumer<String> notices) {
        this.http = http;
        this.grace = grace;
        Mocks mocks = new Mocks();
        this.browser = Browser.start(CdpDialer.over(http), source, rules, mocks, notices);
        this.actions = new ChromeActions(browser, rules, mocks, http);
    }

    @Override
    public Actions actions() {
        return new Actions.Named(actions.names());
    }

    @Override
    public Json handle(ActionCall call) throws ActionException, InterruptedException {
        Duration remaining = call.remaining().minus(MARGIN);
        Deadline deadline = Deadline.in(remaining.isNegative() ? Duration.ZERO : remaining);
        return Json.of(actions.perform(call.action(), data(call), call.agent().orElse(""), deadline));
    }

    @Override
    public void agentLeft(String agent) {
        boolean leavesContexts =
                browser.connected().map(tabs -> tabs.leave(agent)).orElse(false);
        if (leavesContexts) {
            CompletableFuture.delayedExecutor(
                            grace.toMillis(),
                            TimeUnit.MILLISECONDS,
                            task -> Thread.ofVirtual().start(task))
                    .execute(this::closeContexts);
        }
    }

    private void closeContexts() {
        Optional<Tabs> tabs = browser.connected();
        try {
            if (tabs.isPresent()) {
                tabs.get().contexts().closeOver(grace, Deadline.in(CLOSING));
            }
        } catch (CdpException e) {
            // The browser has gone, and they with it; or it is stuck, and ends them when the connection ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode data(ActionCall call) throws ActionException {
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
