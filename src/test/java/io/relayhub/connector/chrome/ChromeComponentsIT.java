package io.relayhub.connector.chrome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Controls as component libraries build them: in shadow trees, with slots, drawn over clear inputs, moved by
/// transitions.
@Timeout(60)
class ChromeComponentsIT extends WithOneBrowser {
    private static final String PAGE = """
        <!doctype html><title>components</title>
        <x-field label="Full name"></x-field>
        <x-check>I agree</x-check>
        <x-card><p>slotted words</p><button>inside</button></x-card>
        <span id=lb>Colour</span>
        <div style="position:relative"><input role=combobox aria-labelledby=lb readonly style="opacity:0" onclick="document.title='combo'"></div>
        <label><b>Born</b><input id=born></label>
        <div id=veil style="position:fixed;inset:0;background:#0008;display:none;transition:opacity .2s"></div>
        <button id=under onclick="document.title='under'">under</button>
        <script>
        const define = (name, html) => customElements.define(name, class extends HTMLElement {
          constructor() { super(); this.attachShadow({mode: 'open'}).innerHTML = html(this); } });
        define('x-field', (it) => `<label for=i><slot name=label>${it.getAttribute('label')}</slot></label><input id=i>`);
        define('x-check', () => '<label><input type=checkbox style="position:absolute;opacity:0"><slot></slot></label>');
        define('x-card', () => '<section><slot></slot></section>');
        </script>
        """;

    private int tab;

    @BeforeEach
    void open() throws Exception {
        tab = chrome.open(pages.page("/components", PAGE));
    }

    @Test
    void whatIsInASlotIsShownAndNamed() throws Exception {
        String snapshot = chrome.ask("page_snapshot", "{\"tabId\":" + tab + "}")
                .path("snapshot")
                .asString();
        assertThat(snapshot)
                .contains("slotted words")
                .contains("[button \"inside\"]")
                .contains("[textbox \"Full name\"]")
                .contains("[checkbox \"I agree\"]");
    }

    @Test
    void aFieldIsTypedIntoByItsHostAndByItsLabel() throws Exception {
        chrome.ask("page_type", data(tab, "\"selector\":\"x-field\",\"text\":\"Ada\""));
        assertThat(chrome.eval(tab, "document.querySelector('x-field').shadowRoot.querySelector('input').value")
                        .asString())
                .isEqualTo("Ada");
        chrome.ask("page_fill", data(tab, "\"fields\":[{\"text\":\"Born\",\"value\":\"1815\"}]"));
        assertThat(chrome.eval(tab, "born.value").asString()).isEqualTo("1815");
    }

    @Test
    void aBoxIsCheckedByItsHost() throws Exception {
        JsonNode checked = chrome.ask("page_check", data(tab, "\"selector\":\"x-check\""));
        assertThat(checked.path("checked").asBoolean()).isTrue();
        assertThat(chrome.eval(tab, "document.querySelector('x-check').shadowRoot.querySelector('input').checked")
                        .asBoolean())
                .isTrue();
        chrome.ask("page_fill", data(tab, "\"fields\":[{\"text\":\"I agree\",\"checked\":false}]"));
        assertThat(chrome.eval(tab, "document.querySelector('x-check').shadowRoot.querySelector('input').checked")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void aControlThatIsClearAsGlassIsFoundByItsName() throws Exception {
        chrome.ask("page_click", data(tab, "\"text\":\"Colour\",\"role\":\"combobox\""));
        assertThat(chrome.eval(tab, "document.title").asString()).isEqualTo("combo");
    }

    @Test
    void whatMovesComesToItsEndInATabThatNobodyLooksAt() throws Exception {
        chrome.eval(tab, "veil.style.display = 'block'; veil.ontransitionend = () => veil.remove(); 1");
        chrome.eval(tab, "requestAnimationFrame(() => requestAnimationFrame(() => veil.style.opacity = 0)), 1");
        chrome.ask("page_click", data(tab, "\"selector\":\"#under\",\"timeout\":1500"));
        assertThat(chrome.eval(tab, "document.title").asString()).isEqualTo("under");
    }
}
