package io.relayhub;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.RelayException;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import io.relayhub.testing.NodeScript;
import io.relayhub.testing.NodeScripts;
import io.relayhub.testing.PageServer;
import io.relayhub.testing.RealBrowser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Agent, hub, connector and a headless Chromium, each the real one, and pages of our own.
@Timeout(180)
class ChainIT {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private static final RelayHub HUB = RelayHub.builder().port(0).build();
    private static final ConnectorFacts FACTS = new ConnectorFacts();
    private static PageServer pages;
    private static Connector connector;
    private static RelayClient agent;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        RealBrowser.orSkip();
        pages = new PageServer();
        HUB.start();
        Map<String, List<String>> values = Map.of(
                "chrome",
                List.of("launch"),
                "chrome-headless",
                List.of("true"),
                "allow-origin",
                List.of("http://127.0.0.1:*"));
        connector = Connector.of(
                address(),
                ConnectorOptions.of("desk", "desk"),
                ProviderSet.installed()
                        .open(List.of("chrome", "system"), new ProviderOptions(home, values, FACTS::notice)),
                FACTS);
        connector.start();
        await().until(() -> HUB.stats().connectors() == 1);
        agent = client();
    }

    @AfterAll
    static void stop() {
        if (agent != null) {
            agent.close();
        }
        if (connector != null) {
            connector.close();
            pages.close();
        }
        HUB.close();
        assertThat(RealBrowser.launched()).as("browsers left running").isEmpty();
        assertThat(FACTS.failures()).as("bugs of providers").isEmpty();
    }

    private static HubAddress address() {
        return HubAddress.parse("ws://127.0.0.1:" + HUB.port() + "/ws").withToken(HUB.token());
    }

    private static RelayClient client() throws InterruptedException {
        return RelayClient.connect(address(), ClientOptions.DEFAULT);
    }

    private static ObjectNode data() {
        return JSON.createObjectNode();
    }

    private static ObjectNode in(int tab) {
        return data().put("tabId", tab);
    }

    private static JsonNode ask(String action, ObjectNode data) throws Exception {
        return agent.invoke(action, data).get().data();
    }

    private static String eval(int tab, String expression) throws Exception {
        return ask("page_eval", in(tab).put("expression", expression))
                .path("result")
                .asString();
    }

    /// The page with the button, after its three fetches.
    private static int openPage() throws Exception {
        int tab = ask("tab_open", data().put("url", pages.url("/page")))
                .path("tabId")
                .asInt();
        eval(tab, "ready.then(() => 'done')");
        return tab;
    }

    @Test
    void theThreeFetchesOfAPageAreSeenWithTheirBodies() throws Exception {
        int tab = openPage();
        JsonNode answer = ask("get_requests", in(tab).put("withBodies", true).put("resourceType", "fetch"));
        Map<String, String> bodies = new HashMap<>();
        answer.path("requests")
                .forEach(request -> bodies.put(
                        request.path("url").asString().replace(pages.url(""), ""),
                        request.path("responseBody").asString()));
        assertThat(bodies)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/api/one", "{\"answer\":1}",
                        "/api/two", "{\"items\":[{\"name\":\"real\"}],\"echo\":{\"x\":1}}",
                        "/h5/mtop.cart.query/1.0/?api=mtop.cart.query",
                                "{\"data\":{\"total\":7,\"items\":[{\"name\":\"real\"}]},\"ret\":[\"SUCCESS\"]}"));
    }

    @Test
    void aScreenshotIsAPicture() throws Exception {
        JsonNode shot = ask("get_screenshot", in(openPage()).put("format", "png"));
        byte[] bytes = shot.path("data").binaryValue();
        assertThat(bytes).startsWith(PNG);
        BufferedImage picture = requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)));
        assertThat(picture.getWidth()).isEqualTo(shot.at("/meta/width").asInt());
        assertThat(picture.getHeight()).isEqualTo(shot.at("/meta/height").asInt());
        // The page is blue: not a blank one.
        int background = picture.getRGB(picture.getWidth() / 2, picture.getHeight() - 5);
        assertThat(background & 0xFFFFFF).isEqualTo(0x204080);
    }

    @Test
    void aClickOnAButtonChangesTheText() throws Exception {
        int tab = openPage();
        ask("page_click", in(tab).put("text", "Go").put("role", "button"));
        assertThat(eval(tab, "document.getElementById('out').textContent")).isEqualTo("clicked true");
    }

    @Test
    void aMockIsUsedInTheServersPlace() throws Exception {
        int tab = openPage();
        ObjectNode mock = in(tab).put("url", "*/api/one");
        mock.putObject("mockData").put("answer", 42);
        ask("set_mock", mock);
        assertThat(eval(tab, "fetch('/api/one').then(a => a.text())")).isEqualTo("{\"answer\":42}");
        assertThat(eval(openPage(), "fetch('/api/one').then(a => a.text())"))
                .as("another tab")
                .isEqualTo("{\"answer\":1}");
    }

    @Test
    void theRequestAfterTheBrowserWasKilledWorks() throws Exception {
        int before = openPage();
        RealBrowser.kill(RealBrowser.launched());
        int after = openPage();
        assertThat(after).isGreaterThan(before);
        assertThat(eval(after, "document.title")).isEqualTo("A test page");
        assertThat(refusal("page_snapshot", in(before)).code()).isEqualTo("TAB_NOT_FOUND");
    }

    @Test
    void anOldAgentFromNodeUsesTheBrowserToo() throws Exception {
        NodeScript.Outcome outcome = NodeScripts.orSkip()
                .run(
                        Duration.ofSeconds(60),
                        "old-agent.mjs",
                        "ws://127.0.0.1:" + HUB.port() + "/ws?token=" + HUB.token(),
                        "tab_open",
                        data().put("url", pages.url("/page")).toString(),
                        "page_eval",
                        "{\"expression\":\"ready.then(() => 'done')\"}",
                        "get_requests",
                        "{\"filter\":\"/api/one\",\"withBodies\":true}");
        assertThat(outcome.errors()).isEmpty();
        JsonNode last = JSON.readTree(outcome.output().lines().toList().getLast());
        assertThat(last.path("id").asString()).isEqualTo("req_3");
        assertThat(last.at("/data/requests/0/responseBody").asString()).isEqualTo("{\"answer\":1}");
    }

    @Test
    void pagesThatTheOperatorDoesNotAllowAreRefusedWithACode() {
        RelayException refusal = refusal("tab_open", data().put("url", pages.url("localhost", "/page")));
        assertThat(refusal.code()).isEqualTo("FORBIDDEN");
        assertThat(refusal.retryable()).isFalse();
    }

    private static RelayException refusal(String action, ObjectNode data) {
        return (RelayException) requireNonNull(catchThrowableOfType(ExecutionException.class, () -> ask(action, data))
                .getCause());
    }

    @Test
    void twoAgentsOnOneBrowserGetTheirOwnTwoHundredAnswers() throws Exception {
        try (RelayClient one = client();
                RelayClient two = client()) {
            Map<RelayClient, String> names = Map.of(one, "red", two, "blue");
            Map<RelayClient, Integer> tabs = new HashMap<>();
            for (RelayClient each : names.keySet()) {
                String url = pages.url("/number?" + names.get(each));
                tabs.put(
                        each,
                        each.invoke("tab_open", data().put("url", url))
                                .get()
                                .data()
                                .path("tabId")
                                .asInt());
            }
            List<CompletableFuture<Void>> checks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                RelayClient each = i % 2 == 0 ? one : two;
                checks.add(askAndCheck(each, requireNonNull(tabs.get(each)), requireNonNull(names.get(each)), i));
            }
            for (CompletableFuture<Void> check : checks) {
                check.get();
            }
        }
    }

    /// Sent without waiting for the ones before; each answer names what it belongs to.
    private static CompletableFuture<Void> askAndCheck(RelayClient client, int tab, String name, int number) {
        return switch (number / 2 % 5) {
            case 0 ->
                client.invoke("page_snapshot", in(tab))
                        .thenAccept(answer -> assertThat(
                                        answer.data().path("snapshot").asString())
                                .contains("\"" + name + "\""));
            case 1 ->
                client.invoke("get_requests", in(tab).put("filter", "/number").put("withBodies", true))
                        .thenAccept(answer -> assertThat(answer.data()
                                        .at("/requests/0/responseBody")
                                        .asString())
                                .contains("<p id=n>" + name + "<"));
            case 2 ->
                client.invoke("get_screenshot", in(tab).put("format", "jpeg"))
                        .thenAccept(answer -> assertThat(
                                        answer.data().at("/meta/title").asString())
                                .isEqualTo(name));
            default ->
                client.invoke("page_eval", in(tab).put("expression", "document.title + ' " + number + "'"))
                        .thenAccept(answer -> assertThat(
                                        answer.data().path("result").asString())
                                .isEqualTo(name + " " + number));
        };
    }
}
