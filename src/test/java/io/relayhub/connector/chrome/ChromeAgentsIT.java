package io.relayhub.connector.chrome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.RelayHub;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.Request;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import io.relayhub.testing.PageServer;
import io.relayhub.testing.RealBrowser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Several agents of a real hub in one real browser, none of which names a tab.
@Timeout(120)
class ChromeAgentsIT {
    private static final String TOKEN = "CANARY-token-of-this-test-0123456789";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final RelayHub HUB = RelayHub.builder().port(0).token(TOKEN).build();
    private static PageServer pages;
    private static Connector connector;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        RealBrowser.orSkip();
        pages = new PageServer();
        HUB.start();
        ProviderOptions options = new ProviderOptions(
                home, Map.of("chrome", List.of("launch"), "chrome-headless", List.of("true")), notice -> {});
        Provider chrome = new ChromeProviderFactory(Duration.ofMillis(200)).open(options);
        connector = Connector.of(
                address(), ConnectorOptions.of("one", "one"), Map.of("chrome", chrome), new ConnectorFacts());
        connector.start();
        await().until(() -> HUB.stats().connectors() == 1);
    }

    @AfterAll
    static void stop() {
        if (connector != null) {
            connector.close();
            pages.close();
        }
        HUB.close();
    }

    private static HubAddress address() {
        return HubAddress.parse("ws://127.0.0.1:" + HUB.port() + "/ws").withToken(TOKEN);
    }

    private record Agent(String name, RelayClient client) implements AutoCloseable {
        static Agent named(String name) throws InterruptedException {
            return new Agent(name, RelayClient.connect(address(), ClientOptions.DEFAULT));
        }

        /// @param members name, value, name, value, …
        JsonNode ask(String action, String... members) throws Exception {
            return client.invoke(action, data(members)).get().data();
        }

        private static ObjectNode data(String... members) {
            ObjectNode data = JSON.createObjectNode();
            for (int i = 0; i < members.length; i += 2) {
                data.put(members[i], members[i + 1]);
            }
            return data;
        }

        void go(String title, String... where) throws Exception {
            ObjectNode data = data(where).put("url", pages.url("/number?" + title));
            client.invoke("page_navigate", data).get();
        }

        String eval(String expression) throws Exception {
            return ask("page_eval", "expression", expression).path("result").asString();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static final String INPUT = "document.body.innerHTML += '<input id=i><button id=b>0</button>';"
            + " document.getElementById('b').onclick = e => e.target.textContent++; ''";
    private static final String STATE =
            "[document.title, document.getElementById('i').value, document.getElementById('b').textContent].join()";

    @Test
    void twoAgentsInTurnsNeverDriveEachOthersTab() throws Exception {
        try (Agent one = Agent.named("one");
                Agent two = Agent.named("two")) {
            for (int round = 0; round < 5; round++) {
                for (Agent agent : List.of(one, two)) {
                    agent.go(agent.name() + round);
                }
                for (Agent agent : List.of(two, one)) {
                    agent.eval(INPUT);
                }
                for (Agent agent : List.of(one, two)) {
                    agent.ask("page_type", "selector", "#i", "text", agent.name());
                    agent.ask("page_click", "selector", "#b");
                }
                for (Agent agent : List.of(one, two)) {
                    assertThat(agent.eval(STATE)).isEqualTo(agent.name() + round + "," + agent.name() + ",1");
                }
            }
            assertThat(one.ask("tab_activate").path("tabId"))
                    .isNotEqualTo(two.ask("tab_activate").path("tabId"));
        }
    }

    @Test
    void agentsAtOnceNeverDriveEachOthersTab() throws Exception {
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = "at-once-" + i;
            work.add(() -> {
                try (Agent agent = Agent.named(name)) {
                    for (int round = 0; round < 8; round++) {
                        agent.go(name + round);
                        agent.eval(INPUT);
                        agent.ask("page_type", "selector", "#i", "text", name);
                        agent.ask("page_click", "selector", "#b");
                        assertThat(agent.eval(STATE)).isEqualTo(name + round + "," + name + ",1");
                    }
                    return name;
                }
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> each : threads.invokeAll(work)) {
                assertThat(each.get()).startsWith("at-once-");
            }
        }
    }

    @Test
    void oneThatComesBackGoesOnInItsTab() throws Exception {
        try (Agent first = Agent.named("first")) {
            first.go("first");
        }
        await().untilAsserted(() -> {
            try (Agent again = Agent.named("again")) {
                assertThat(again.eval("document.title")).isEqualTo("first");
            }
        });
    }

    private static List<String> contexts(Agent observer) throws Exception {
        List<String> names = new ArrayList<>();
        observer.ask("context_list")
                .path("contexts")
                .forEach(context -> names.add(context.path("context").asString()));
        return names;
    }

    @Test
    void aContextGoesWithItsAgentAndAKeptOneStays() throws Exception {
        try (Agent observer = Agent.named("observer")) {
            String passing;
            String kept;
            try (Agent agent = Agent.named("agent")) {
                passing = agent.ask("context_open").path("context").asString();
                kept = agent.client()
                        .invoke("context_open", JSON.createObjectNode().put("keep", true))
                        .get()
                        .data()
                        .path("context")
                        .asString();
                agent.go("passing", "context", passing);
                agent.go("kept", "context", kept);
            }
            await().until(() -> !contexts(observer).contains(passing));
            String tabs = observer.ask("tab_list").toString();
            assertThat(tabs).doesNotContain("number?passing").contains("number?kept");
            assertThat(contexts(observer)).contains(kept);
            assertThat(observer.ask("page_eval", "context", kept, "expression", "document.title")
                            .path("result")
                            .asString())
                    .isEqualTo("kept");
            observer.ask("context_close", "context", kept);
        }
    }

    @Test
    void anAgentThatGoesInTheMiddleOfAnActionLeavesNothingBehind() throws Exception {
        try (Agent observer = Agent.named("observer")) {
            String context;
            try (Agent agent = Agent.named("agent")) {
                context = agent.ask("context_open").path("context").asString();
                agent.go("middle", "context", context);
                ObjectNode endless = JSON.createObjectNode()
                        .put("context", context)
                        .put("expression", "document.title = 'begun'; await new Promise(() => {})");
                var hanging = agent.client().invoke(Request.of("page_eval").withData(endless));
                await().until(() -> observer.ask("tab_list").toString().contains("\"begun\""));
                assertThat(hanging).isNotDone();
            }
            await().until(() -> !contexts(observer).contains(context));
            await().until(() -> HUB.stats().pendingRequests() == 0);
            observer.go("after");
            assertThat(observer.eval("document.title")).isEqualTo("after");
            assertThat(observer.ask("tab_list").toString()).doesNotContain("begun");
        }
    }
}
