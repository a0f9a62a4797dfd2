package io.relayhub.connector.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTest {
    private static final Members MEMBERS = Members.of("tabId", "selector", "clearFirst");

    @ParameterizedTest
    @CsvSource({"tabid,tabId", "tab_id,tabId", "Selektor,selector", "clear,clearFirst?", "clearfirst,clearFirst"})
    void theMemberThatWasProbablyMeantIsNamed(String written, String meant) {
        String sentence = meant.endsWith("?")
                ? "a takes no \"" + written + "\": it takes tabId, selector, clearFirst."
                : "a takes no \"" + written + "\": did you mean \"" + meant + "\"?";
        assertThatThrownBy(() ->
                        MEMBERS.check("a", Json.mapper().createObjectNode().put(written, 1)))
                .isInstanceOf(ActionException.class)
                .hasMessage(sentence);
    }

    @Test
    void aNameThatSomebodyChoseBreaksNoSentence() {
        String name = "x\"\n" + "y".repeat(100);
        assertThatThrownBy(() ->
                        Members.NONE.check("a", Json.mapper().createObjectNode().put(name, 1)))
                .hasMessage("a takes no \"x??" + "y".repeat(37) + "…\": it takes no data.");
    }

    @Test
    void whatIsKnownOrNoObjectPasses() throws Exception {
        MEMBERS.check("a", Json.mapper().createObjectNode().put("tabId", 1));
        MEMBERS.check("a", Json.mapper().createArrayNode());
        assertThat(MEMBERS.and(List.of("tabId", "x")).names()).containsExactly("tabId", "selector", "clearFirst", "x");
    }
}
