package io.relayhub.connector.chrome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// docs/chrome.md, "Which tab": where agents go that name none, and what is left when they go. Without a browser.
@Timeout(20)
class ChromeAgentsTest {
    private static final int FRONT = 1;

    private final ScriptedChrome chrome = new ScriptedChrome();

    @AfterEach
    void close() {
        chrome.close();
    }

    private int tab(String agent) throws Exception {
        return tab(agent, "{}");
    }

    private int tab(String agent, String data) throws Exception {
        return chrome.askAs(agent, "get_logs", data).path("tabId").asInt();
    }

    private static String in(String context) {
        return "{\"context\":\"" + context + "\"}";
    }

    private JsonNode contexts(String agent) throws Exception {
        return chrome.askAs(agent, "context_list", "{}").path("contexts");
    }

    @Test
    void theFirstAgentGetsTheTabInFrontAndOthersGetTheirOwn() throws Exception {
        assertThat(tab("a")).isEqualTo(FRONT);
        int other = tab("b");
        assertThat(other).isNotEqualTo(FRONT);
        assertThat(tab("a")).isEqualTo(FRONT);
        assertThat(tab("b")).isEqualTo(other);
        assertThat(tab("c")).isNotIn(FRONT, other);
        assertThat(chrome.commands().stream().filter("Target.createTarget"::equals))
                .hasSize(2);
    }

    @Test
    void whatOneAgentOpensIsNoOtherOnes() throws Exception {
        int opened = chrome.askAs("a", "tab_open", "{}").path("tabId").asInt();
        assertThat(tab("a")).isEqualTo(opened);
        // The common current tab is taken, and no tab that nobody gave up is guessed at.
        assertThat(tab("b")).isNotIn(FRONT, opened);
        assertThat(chrome.askAs("c", "tab_list", "{}").path("tabs"))
                .noneMatch(tab -> tab.path("active").asBoolean());
        assertThat(chrome.askAs("a", "tab_list", "{}").path("tabs"))
                .filteredOn(tab -> tab.path("active").asBoolean())
                .extracting(tab -> tab.path("tabId").asInt())
                .containsExactly(opened);
    }

    @Test
    void whoeverNamesATabHasItAsWell() throws Exception {
        assertThat(tab("a")).isEqualTo(FRONT);
        assertThat(chrome.askAs("b", "tab_activate", "{\"tabId\":1}")
                        .path("tabId")
                        .asInt())
                .isEqualTo(FRONT);
        assertThat(tab("b")).isEqualTo(FRONT);
        assertThat(tab("a")).isEqualTo(FRONT);
    }

    @Test
    void aTabThatAnAgentsPageHasOpenedIsTheAgents() throws Exception {
        tab("a");
        int others = tab("b");
        chrome.opened("", "T");
        int popup = chrome.askAs("a", "tab_list", "{}").path("tabs").size();
        assertThat(tab("a")).isNotIn(FRONT, others).isGreaterThan(popup - 1);
        assertThat(tab("b")).isEqualTo(others);
    }

    @Test
    void anAgentThatComesAfterAnotherGoesOnWhereThatOneLeft() throws Exception {
        int opened = chrome.askAs("a", "tab_open", "{}").path("tabId").asInt();
        int others = tab("b");
        chrome.leave("a");
        assertThat(tab("a2")).isEqualTo(opened);
        chrome.leave("b");
        // Not the last one touched by anybody, but free.
        assertThat(tab("b2")).isEqualTo(others);
    }

    @Test
    void anAgentWhoseTabHasClosedGetsAnother() throws Exception {
        assertThat(tab("a")).isEqualTo(FRONT);
        int first = tab("b");
        chrome.askAs("b", "tab_close", "{\"tabId\":" + first + "}");
        assertThat(tab("b")).isNotIn(FRONT, first);
    }

    @Test
    void twoFirstActionsAtOnceOpenOneTab() throws Exception {
        tab("a");
        List<Callable<Integer>> first = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            first.add(() -> tab("b"));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> tabs = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(first)) {
                tabs.add(each.get());
            }
            assertThat(tabs).hasSize(8).containsOnly(tabs.getFirst());
        }
    }

    @Test
    void agentsThatAreNotToldApartShareTheCurrentTab() throws Exception {
        int opened = chrome.ask("tab_open", "{}").path("tabId").asInt();
        assertThat(tab("")).isEqualTo(opened);
        assertThat(chrome.commands().stream().filter("Target.createTarget"::equals))
                .hasSize(1);
    }

    @Test
    void theStepsOfOneRequestAreOneAgents() throws Exception {
        tab("a");
        JsonNode results = chrome.askAs(
                        "b", "run_actions", "{\"actions\":[{\"action\":\"get_logs\"},{\"action\":\"get_logs\"}]}")
                .path("results");
        int first = results.path(0).path("data").path("tabId").asInt();
        assertThat(first).isNotEqualTo(FRONT);
        assertThat(results.path(1).path("data").path("tabId").asInt()).isEqualTo(first);
    }

    @Test
    void aContextEndsWithItsAgentUnlessItIsKept() throws Exception {
        String passing = chrome.askAs("a", "context_open", "{}").path("context").asString();
        String kept = chrome.askAs("a", "context_open", "{\"keep\":true}")
                .path("context")
                .asString();
        String others = chrome.askAs("b", "context_open", "{}").path("context").asString();
        chrome.askAs("a", "set_mock", "{\"url\":\"/x\",\"text\":\"\",\"context\":\"" + passing + "\"}");
        chrome.closeContexts(Duration.ZERO);
        assertThat(contexts("b")).hasSize(3);
        assertThat(chrome.leave("a")).isTrue();
        chrome.closeContexts(Duration.ofMinutes(1));
        assertThat(contexts("b")).hasSize(3);
        chrome.closeContexts(Duration.ZERO);
        assertThat(contexts("b"))
                .extracting(context -> context.path("context").asString())
                .containsExactly(kept, others);
        assertThat(chrome.askAs("b", "get_mocks", "{}").path("mocks")).isEmpty();
        assertThat(chrome.askAs("b", "tab_list", "{}").toString()).doesNotContain("\"" + passing + "\"");
        assertThat(chrome.leave("a")).isFalse();
    }

    @Test
    void anAgentThatIsBackUnderAnotherNameTakesItsContextOver() throws Exception {
        String context = chrome.askAs("a", "context_open", "{}").path("context").asString();
        int tab = tab("a", in(context));
        assertThat(tab("b", in(context))).isNotEqualTo(tab);
        chrome.leave("a");
        assertThat(tab("a2", in(context))).isEqualTo(tab);
        chrome.closeContexts(Duration.ZERO);
        assertThat(contexts("a2")).hasSize(1);
        // Who merely came along does not keep it.
        chrome.leave("a2");
        chrome.closeContexts(Duration.ZERO);
        assertThat(contexts("b")).isEmpty();
    }

    @Test
    void aMockOfATabEndsWithTheTab() throws Exception {
        int tab = chrome.ask("tab_open", "{}").path("tabId").asInt();
        chrome.ask("set_mock", "{\"url\":\"/x\",\"text\":\"\",\"tabId\":" + tab + "}");
        chrome.ask("set_mock", "{\"url\":\"/x\",\"text\":\"\"}");
        chrome.ask("tab_close", "{\"tabId\":" + tab + "}");
        assertThat(chrome.ask("get_mocks", "{}").path("mocks")).hasSize(1);
    }
}
