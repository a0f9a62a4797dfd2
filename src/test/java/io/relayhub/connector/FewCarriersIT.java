package io.relayhub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.RelayHub;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.PageServer;
import io.relayhub.testing.RealBrowser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Four agents of a real hub with 200 actions each, in contexts of their own, at a connector whose virtual threads have
/// as few carriers as on the smallest machines.
@Timeout(180)
class FewCarriersIT {
    private static final String TOKEN = "CANARY-token-of-this-test-0123456789";
    private static final int ACTIONS = 200;
    private static final Duration STALL = Duration.ofSeconds(20);

    private record Agent(RelayClient client, String context) {
        /// @param members name, value, name, value, …
        JsonNode ask(String action, String... members) throws Exception {
            ObjectNode data = JsonMapper.shared().createObjectNode();
            if (!context.isEmpty()) {
                data.put("context", context);
            }
            for (int i = 0; i < members.length; i += 2) {
                data.put(members[i], members[i + 1]);
            }
            return client.invoke(action, data)
                    .get(STALL.toSeconds(), TimeUnit.SECONDS)
                    .data();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fourAgentsNeitherMixUpNorStall(int carriers, @TempDir Path home) throws Exception {
        RealBrowser.orSkip();
        try (RelayHub hub = RelayHub.builder().port(0).token(TOKEN).build();
                PageServer pages = new PageServer()) {
            hub.start();
            String url = "ws://127.0.0.1:" + hub.port() + "/ws?token=" + TOKEN;
            HubAddress address = HubAddress.parse(url);
            Process connector = OneCarrierIT.connector(carriers, url, home);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                await().atMost(STALL).until(() -> hub.stats().connectors() == 1);
                List<Callable<Integer>> work = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    String name = "agent" + i;
                    work.add(() -> work(name, address, pages));
                }
                for (Future<Integer> each : threads.invokeAll(work)) {
                    assertThat(each.get()).isEqualTo(ACTIONS);
                }
            } finally {
                OneCarrierIT.end(connector);
            }
        }
    }

    /// @return how many actions were done
    private static int work(String name, HubAddress address, PageServer pages) throws Exception {
        try (RelayClient client = RelayClient.connect(address, ClientOptions.DEFAULT)) {
            String context =
                    new Agent(client, "").ask("context_open").path("context").asString();
            Agent agent = new Agent(client, context);
            int done = 0;
            for (int round = 0; done < ACTIONS; round++) {
                String title = name + "-" + round;
                agent.ask("page_navigate", "url", pages.url("/number?" + title));
                agent.ask(
                        "page_eval",
                        "expression",
                        "document.body.innerHTML += '<input id=i>', localStorage.name = '" + title + "'");
                agent.ask("page_type", "selector", "#i", "text", name);
                agent.ask("page_click", "selector", "#n");
                JsonNode told = agent.ask(
                        "page_eval",
                        "expression",
                        "[document.title, document.getElementById('i').value, localStorage.name].join()");
                assertThat(told.path("result").asString()).isEqualTo(title + "," + name + "," + title);
                done += 5;
            }
            return done;
        }
    }
}
