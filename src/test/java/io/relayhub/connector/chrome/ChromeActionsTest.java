package io.relayhub.connector.chrome;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.connector.spi.ActionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// What actions make of a browser's answers, without a browser.
@Timeout(20)
class ChromeActionsTest {
    private static final String NODE = "{\"result\":{\"type\":\"object\",\"objectId\":\"O\"}}";
    private static final String NUMBER = "{\"result\":{\"type\":\"number\",\"value\":7}}";

    private final ScriptedChrome chrome = new ScriptedChrome();

    @AfterEach
    void close() {
        chrome.close();
    }

    private static String value(String json) {
        return "{\"result\":{\"value\":" + json + "}}";
    }

    @Test
    void aMemberThatIsNotKnownIsRefusedBeforeTheBrowserHearsAnything() throws Exception {
        ActionException refusal = chrome.refusal("page_type", "{\"selector\":\"#a\",\"txet\":\"x\"}");
        assertThat(refusal.code()).isEqualTo("BAD_REQUEST");
        assertThat(refusal.sentence()).isEqualTo("page_type takes no \"txet\": did you mean \"text\"?");
        assertThat(chrome.commands()).noneMatch(command -> command.startsWith("Input"));
    }

    @Test
    void aScriptThatWasNotBegunIsGivenToTheNextDocument() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        chrome.on(
                "Runtime.evaluate",
                params -> params.path("expression").asString("").equals("seven") && tries.incrementAndGet() == 1
                        ? "!Cannot find context with specified id"
                        : NUMBER);
        assertThat(chrome.ask("page_eval", "{\"expression\":\"seven\"}")
                        .path("result")
                        .asInt())
                .isEqualTo(7);
        assertThat(tries).hasValue(2);
    }

    @Test
    void aScriptThatMayHaveRunIsNotRunAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        chrome.on("Runtime.evaluate", params -> {
            boolean script = params.path("expression").asString("").equals("once");
            return script && tries.incrementAndGet() > 0 ? "!Execution context was destroyed." : NUMBER;
        });
        ActionException refusal = chrome.refusal("page_eval", "{\"expression\":\"once\"}");
        assertThat(refusal.code()).isEqualTo("EVAL_FAILED");
        assertThat(refusal.sentence()).contains("What it has done is done");
        assertThat(tries).hasValue(1);
    }

    @Test
    void aClickComesAfterTheElementIsFreeAndWaitsForItsEndOnly() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        chrome.on("Runtime.evaluate", params -> NODE)
                .on(
                        "Runtime.callFunctionOn",
                        params -> value(looks.incrementAndGet() < 3 ? "\"is covered by <div>\"" : "\"\""))
                .on("DOM.getContentQuads", params -> "{\"quads\":[[0,0,10,0,10,10,0,10]]}");
        JsonNode answer = chrome.ask("page_click", "{\"selector\":\"#a\"}");
        assertThat(answer.path("clicked").asBoolean()).isTrue();
        assertThat(looks).hasValue(3);
        assertThat(chrome.commands().stream().filter(command -> command.startsWith("Input")))
                .containsExactly(
                        "Input.dispatchMouseEvent mouseMoved",
                        "Input.dispatchMouseEvent mousePressed",
                        "Input.dispatchMouseEvent mouseReleased");
    }

    @Test
    void anElementThatNeverGetsFreeIsNotClicked() throws Exception {
        chrome.on("Runtime.evaluate", params -> NODE).on("Runtime.callFunctionOn", params -> value("\"is disabled\""));
        ActionException refusal = chrome.refusal("page_click", "{\"selector\":\"#a\",\"timeout\":50}");
        assertThat(refusal.code()).isEqualTo("ELEMENT_NOT_ACTIONABLE");
        assertThat(refusal.sentence()).isEqualTo("The element '#a' is disabled.");
        assertThat(chrome.commands()).noneMatch(command -> command.contains("mousePressed"));
    }

    @Test
    void aFieldThatHoldsWhatItHeldHasNotBeenTypedInto() throws Exception {
        chrome.on("Runtime.evaluate", params -> NODE).on("Runtime.callFunctionOn", params -> {
            String function = params.path("functionDeclaration").asString("");
            return function.contains("relayhub.focus")
                    ? value("{\"problem\":\"\",\"kind\":\"text\",\"text\":\"old\"}")
                    : value(function.contains("relayhub.text") ? "\"old\"" : "\"\"");
        });
        ActionException refusal = chrome.refusal("page_type", "{\"selector\":\"#a\",\"text\":\"new\"}");
        assertThat(refusal.code()).isEqualTo("ELEMENT_NOT_ACTIONABLE");
        assertThat(refusal.sentence()).contains("has not taken the text").doesNotContain("new");
    }

    @Test
    void aNavigationThatIsUnderWayIsWaitedFor() throws Exception {
        chrome.ask("tab_list", "{}");
        chrome.event("Page.frameStartedNavigating", "{\"frameId\":\"T\",\"navigationType\":\"differentDocument\"}");
        chrome.on("Runtime.evaluate", params -> NUMBER);
        // Its answer comes after the event has been heard.
        chrome.ask("tab_list", "{}");
        Thread arrival = Thread.ofPlatform().start(() -> {
            chrome.commands().add("arrival");
            chrome.event(
                    "Page.frameNavigated",
                    "{\"frame\":{\"id\":\"T\",\"loaderId\":\"L\",\"url\":\"https://site.example/next\"}}");
            chrome.event("Page.lifecycleEvent", "{\"frameId\":\"T\",\"loaderId\":\"L\",\"name\":\"DOMContentLoaded\"}");
        });
        chrome.ask("page_eval", "{\"expression\":\"after\"}");
        arrival.join();
        assertThat(chrome.commands()).containsSubsequence("arrival", "Runtime.evaluate after");
    }

    @Test
    void whatBelongsToNobodyIsNotFound() throws Exception {
        assertThat(chrome.refusal("page_eval", "{\"tabId\":99,\"expression\":\"1\"}")
                        .code())
                .isEqualTo("TAB_NOT_FOUND");
        assertThat(chrome.refusal("page_eval", "{\"context\":\"c9\",\"expression\":\"1\"}")
                        .code())
                .isEqualTo("NOT_FOUND");
        assertThat(chrome.refusal("page_click", "{\"selector\":\"@e5\",\"timeout\":0}")
                        .code())
                .isEqualTo("ELEMENT_NOT_FOUND");
    }
}
