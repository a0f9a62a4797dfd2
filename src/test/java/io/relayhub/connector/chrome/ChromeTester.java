package io.relayhub.connector.chrome;

import io.relayhub.connector.chrome.browser.Contexts;
import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderException;
import io.relayhub.connector.spi.ProviderOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A chrome provider as a connector would hold it, and agents' requests in one line each.
final class ChromeTester implements AutoCloseable {
    static final JsonMapper MAPPER = JsonMapper.shared();

    private final Provider provider;

    private ChromeTester(Provider provider) {
        this.provider = provider;
    }

    /// A headless browser of its own.
    static ChromeTester launch(Path home, String... allowedOrigins) throws ProviderException {
        return launch(home, Contexts.GRACE, allowedOrigins);
    }

    /// @param grace how long contexts of agents that have gone wait for others
    static ChromeTester launch(Path home, Duration grace, String... allowedOrigins) throws ProviderException {
        return open(
                home,
                grace,
                Map.of(
                        "chrome",
                        List.of("launch"),
                        "chrome-headless",
                        List.of("true"),
                        "allow-origin",
                        List.of(allowedOrigins)));
    }

    static ChromeTester attach(Path home, String address) throws ProviderException {
        return open(home, Contexts.GRACE, Map.of("chrome", List.of(address)));
    }

    private static ChromeTester open(Path home, Duration grace, Map<String, List<String>> options)
            throws ProviderException {
        return new ChromeTester(
                new ChromeProviderFactory(grace).open(new ProviderOptions(home, new HashMap<>(options), notice -> {})));
    }

    JsonNode ask(String action, String data) throws ActionException, InterruptedException {
        return ask(action, data, Duration.ofSeconds(30));
    }

    JsonNode ask(String action, String data, Duration timeout) throws ActionException, InterruptedException {
        return ask(Optional.empty(), action, data, timeout);
    }

    private JsonNode ask(Optional<String> agent, String action, String data, Duration timeout)
            throws ActionException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        return provider.handle(new Call(agent, action, Json.of(MAPPER.readTree(data)), end))
                .tree();
    }

    /// One of several agents, as the hub names it.
    JsonNode askAs(String agent, String action, String data) throws ActionException, InterruptedException {
        return ask(Optional.of(agent), action, data, Duration.ofSeconds(30));
    }

    void leave(String agent) {
        provider.agentLeft(agent);
    }

    /// The error that the request ends with.
    ActionException refusal(String action, String data) throws InterruptedException {
        return refusal(action, data, Duration.ofSeconds(30));
    }

    ActionException refusal(String action, String data, Duration timeout) throws InterruptedException {
        try {
            JsonNode answer = ask(action, data, timeout);
            throw new AssertionError("expected an error of " + action + ", got " + answer);
        } catch (ActionException e) {
            return e;
        }
    }

    /// Opens an address in a tab of its own.
    int open(String url) throws ActionException, InterruptedException {
        JsonNode answer =
                ask("tab_open", MAPPER.createObjectNode().put("url", url).toString());
        return answer.path("tabId").asInt();
    }

    /// A script's value in a tab.
    JsonNode eval(int tab, String expression) throws ActionException, InterruptedException {
        String data = MAPPER.createObjectNode()
                .put("tabId", tab)
                .put("expression", expression)
                .toString();
        return ask("page_eval", data).path("result");
    }

    @Override
    public void close() {
        provider.close();
    }

    private record Call(Optional<String> agent, String action, Json data, long end) implements ActionCall {
        @Override
        public Duration remaining() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(Json part) {
            throw new UnsupportedOperationException("nothing is in parts here");
        }
    }
}
