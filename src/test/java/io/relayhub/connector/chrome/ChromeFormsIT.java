package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.connector.spi.ActionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Forms, mouse and keyboard as a person uses them.
@Timeout(120)
class ChromeFormsIT extends WithOneBrowser {
    private static final String FORM = """
        <!doctype html><title>Form</title>
        <form id=form onsubmit="event.preventDefault(); out.textContent = 'submitted'">
        <label>Name <input id=name></label><input id=date type=date aria-label=Date><input id=number type=number>
        <input id=short maxlength=3><input id=color type=color><input id=range type=range max=10>
        <div id=rich contenteditable=true aria-label=Rich>old</div>
        <select id=one aria-label=One><option value=a>Alpha<option value=b>Beta<option value=c disabled>Gamma</select>
        <select id=many multiple><option>x<option>y<option>z</select>
        <label><input type=checkbox id=box> Agree</label><label><input type=radio name=r id=radio> Yes</label>
        <div role=switch id=switch aria-checked=false tabindex=0
          onclick="this.setAttribute('aria-checked', this.getAttribute('aria-checked') !== 'true')">Switch</div>
        <input type=file id=file multiple><button>Send</button></form>
        <div id=hover style="width:50px;height:50px;background:red" onmouseenter="out.textContent='hovered'"></div>
        <div id=from draggable=true style="width:50px;height:50px;background:blue">from</div>
        <div id=to style="width:50px;height:50px;background:green">to</div>
        <button id=multi ondblclick="out.textContent='double'" oncontextmenu="out.textContent='menu'; return false">M</button>
        <button id=ask onclick="setTimeout(() => out.textContent = 'said ' + prompt('who?'), 0)">Ask</button>
        <p id=out></p>
        <script>
        window.keys = []; document.getElementById('name').addEventListener('keydown', e => keys.push(e.key));
        document.getElementById('to').ondragover = e => e.preventDefault();
        document.getElementById('to').ondrop = e => { e.preventDefault(); out.textContent = 'dropped'; };
        document.getElementById('from').ondragstart = e => e.dataTransfer.setData('text/plain', 'x');
        document.getElementById('rich').addEventListener('paste', e => window.pasted = e.clipboardData.getData('text/plain'));
        document.getElementById('one').onchange = e => window.changed = e.target.value;
        </script>\
        """;

    private int tab;

    @BeforeEach
    void open() throws Exception {
        tab = chrome.open(pages.page("/form", FORM));
    }

    private String value(String id) throws Exception {
        return chrome.eval(tab, "document.getElementById('" + id + "').value").asString();
    }

    private String out() throws Exception {
        return chrome.eval(tab, "document.getElementById('out').textContent").asString();
    }

    @Test
    void typingFiresTheKeysOfAPerson() throws Exception {
        JsonNode typed = chrome.ask("page_type", data(tab, "\"selector\":\"#name\",\"text\":\"aB!\""));
        assertEquals(3, typed.path("length").asInt());
        assertFalse(typed.has("asTyped"));
        assertEquals("aB!", value("name"));
        assertEquals("a,B,!", chrome.eval(tab, "keys.join()").asString());
        chrome.ask("page_type", data(tab, "\"selector\":\"#name\",\"text\":\"x\",\"submit\":true"));
        assertEquals("submitted", out());
    }

    @Test
    void aFieldThatHasNotTakenTheTextIsAnError() throws Exception {
        ActionException letters = chrome.refusal("page_type", data(tab, "\"selector\":\"#number\",\"text\":\"abc\""));
        assertEquals("ELEMENT_NOT_ACTIONABLE", letters.code());
        ActionException date = chrome.refusal("page_type", data(tab, "\"selector\":\"#date\",\"text\":\"31.5.2024\""));
        assertTrue(date.sentence().contains("2024-05-31"), date.sentence());
        chrome.ask("page_type", data(tab, "\"selector\":\"#date\",\"text\":\"2024-05-31\""));
        assertEquals("2024-05-31", value("date"));
        chrome.ask("page_type", data(tab, "\"selector\":\"#number\",\"text\":\"12\""));
        assertEquals("12", value("number"));
        chrome.ask("page_type", data(tab, "\"selector\":\"#range\",\"text\":\"7\""));
        assertEquals("7", value("range"));
        JsonNode cut = chrome.ask("page_type", data(tab, "\"selector\":\"#short\",\"text\":\"abcdef\""));
        assertEquals(3, cut.path("length").asInt());
        assertFalse(cut.path("asTyped").asBoolean(true));
    }

    @Test
    void richTextIsTypedAndPasted() throws Exception {
        chrome.ask("page_type", data(tab, "\"selector\":\"#rich\",\"text\":\"new\""));
        chrome.ask("page_paste", data(tab, "\"selector\":\"#rich\",\"text\":\" and more\""));
        assertEquals(
                "new and more",
                chrome.eval(tab, "document.getElementById('rich').textContent").asString());
        assertEquals(" and more", chrome.eval(tab, "pasted").asString());
    }

    @Test
    void optionsAreChosenByLabelValueOrIndex() throws Exception {
        JsonNode one = chrome.ask("page_select", data(tab, "\"selector\":\"#one\",\"options\":\"Beta\""));
        assertEquals("[\"b\"]", one.path("values").toString());
        assertEquals("b", chrome.eval(tab, "changed").asString());
        JsonNode many = chrome.ask("page_select", data(tab, "\"selector\":\"#many\",\"options\":[\"x\",2]"));
        assertEquals("[\"x\",\"z\"]", many.path("values").toString());
        ActionException missing =
                chrome.refusal("page_select", data(tab, "\"selector\":\"#one\",\"options\":\"Delta\",\"timeout\":0"));
        assertTrue(missing.sentence().contains("it has \"Alpha\", \"Beta\""), missing.sentence());
        assertTrue(chrome.refusal("page_select", data(tab, "\"selector\":\"#one\",\"options\":\"c\""))
                .sentence()
                .contains("disabled"));
    }

    @Test
    void boxesAreCheckedOnceAndNotToggled() throws Exception {
        for (int i = 0; i < 2; i++) {
            for (String id : new String[] {"box", "radio"}) {
                chrome.ask("page_check", data(tab, "\"selector\":\"#" + id + "\""));
                assertTrue(chrome.eval(tab, "document.getElementById('" + id + "').checked")
                        .asBoolean());
            }
            chrome.ask("page_check", data(tab, "\"selector\":\"#switch\""));
        }
        assertEquals(
                "true",
                chrome.eval(tab, "document.getElementById('switch').ariaChecked")
                        .asString());
        chrome.ask("page_check", data(tab, "\"text\":\"Agree\",\"role\":\"checkbox\",\"checked\":false"));
        assertFalse(chrome.eval(tab, "document.getElementById('box').checked").asBoolean());
        assertEquals(
                "ELEMENT_NOT_ACTIONABLE",
                chrome.refusal("page_check", data(tab, "\"selector\":\"#name\""))
                        .code());
        // A radio button cannot be taken back by a click.
        assertEquals(
                "ELEMENT_NOT_ACTIONABLE",
                chrome.refusal("page_check", data(tab, "\"selector\":\"#radio\",\"checked\":false"))
                        .code());
    }

    @Test
    void aWholeFormIsFilledAtOnceOrTheFieldNamedThatWasNot() throws Exception {
        JsonNode filled = chrome.ask(
                "page_fill",
                data(
                        tab,
                        "\"fields\":[{\"text\":\"Name\",\"role\":\"textbox\",\"value\":\"Ann\"},{\"selector\":\"#date\",\"value\":\"2024-01-02\"},"
                                + "{\"selector\":\"#one\",\"options\":\"a\"},{\"selector\":\"#box\",\"checked\":true}]"));
        assertEquals(4, filled.path("filled").asInt());
        assertEquals("Ann 2024-01-02", value("name") + " " + value("date"));
        ActionException half = chrome.refusal(
                "page_fill",
                data(
                        tab,
                        "\"timeout\":100,\"fields\":[{\"selector\":\"#name\",\"value\":\"Bob\"},{\"selector\":\"#nothing\",\"value\":\"x\"}]"));
        assertTrue(half.sentence().startsWith("\"fields\"[1] (1 were filled before it): No element"), half.sentence());
    }

    @Test
    void filesComeOutOfTheRequest() throws Exception {
        chrome.ask(
                "page_upload",
                data(
                        tab,
                        "\"selector\":\"#file\",\"files\":[{\"name\":\"a.txt\",\"text\":\"hello\",\"type\":\"text/plain\"},"
                                + "{\"name\":\"b.bin\",\"base64\":\"AAEC\"}]"));
        assertEquals(
                "a.txt 5 text/plain, b.bin 3 ",
                chrome.eval(
                                tab,
                                "[...document.getElementById('file').files].map(f => [f.name, f.size, f.type].join('"
                                        + " ')).join(', ')")
                        .asString());
    }

    @Test
    void theMouseHoversDragsAndClicksWithAllItsButtons() throws Exception {
        chrome.ask("page_hover", data(tab, "\"selector\":\"#hover\""));
        assertEquals("hovered", out());
        chrome.ask("page_click", data(tab, "\"selector\":\"#multi\",\"count\":2"));
        assertEquals("double", out());
        chrome.ask("page_click", data(tab, "\"selector\":\"#multi\",\"button\":\"right\""));
        assertEquals("menu", out());
        chrome.ask("page_drag", data(tab, "\"from\":{\"selector\":\"#from\"},\"to\":{\"selector\":\"#to\"}"));
        chrome.ask("page_wait", data(tab, "\"text\":\"dropped\""));
    }

    @Test
    void aDialogIsLeftToTheAgentThatWantsToAnswerIt() throws Exception {
        chrome.ask("dialog_policy", data(tab, "\"policy\":\"leave\""));
        chrome.eval(tab, "setTimeout(() => document.getElementById('ask').click(), 50), 1");
        ActionException open = chrome.refusal("page_wait", data(tab, "\"text\":\"said\""));
        assertEquals("DIALOG_OPEN", open.code());
        JsonNode answered = chrome.ask("dialog_answer", data(tab, "\"text\":\"me\""));
        assertEquals("prompt", answered.path("type").asString());
        assertEquals("who?", answered.path("message").asString());
        chrome.ask("page_wait", data(tab, "\"text\":\"said me\""));
        assertEquals(
                "NOT_FOUND",
                chrome.refusal("dialog_answer", "{\"tabId\":" + tab + "}").code());
    }

    @Test
    void aSnapshotNamesFormsAndSaysWhatHasChanged() throws Exception {
        JsonNode first = chrome.ask("page_snapshot", "{\"tabId\":" + tab + "}");
        String text = first.path("snapshot").asString();
        for (String line : new String[] {
            "[textbox \"Name\"]",
            "[date \"Date\"]",
            "[textbox \"Rich\"] (value=\"old\")",
            "[combobox \"One\"] (value=\"Alpha\")",
            "[checkbox \"Agree\"]",
            "[switch \"Switch\"]",
            "[option \"Gamma\"] (disabled)"
        }) {
            assertTrue(text.contains(line), line + " in " + text);
        }
        chrome.ask("page_check", data(tab, "\"selector\":\"#box\""));
        JsonNode next = chrome.ask(
                "page_snapshot", data(tab, "\"since\":\"" + first.path("id").asString() + "\""));
        assertTrue(
                next.path("snapshot").asString().contains("[checkbox \"Agree\"] (focused, checked)"), next.toString());
        assertEquals(1, next.path("snapshot").asString().lines().count(), next.toString());
        JsonNode part = chrome.ask("page_snapshot", data(tab, "\"selector\":\"#one\""));
        assertEquals(4, part.path("elementCount").asInt(), part.toString());
    }

    @Test
    void scriptsAwaitTakeArgumentsAndTellTheTruth() throws Exception {
        assertEquals(
                7, chrome.eval(tab, "const a = await Promise.resolve(7); a").asInt());
        assertEquals(8, chrome.eval(tab, "const a = 8; a").asInt());
        JsonNode sum = chrome.ask("page_eval", data(tab, "\"function\":\"(a, b) => a.x + b\",\"args\":[{\"x\":1},2]"));
        assertEquals(3, sum.path("result").asInt());
        JsonNode truth = chrome.ask(
                "page_eval",
                data(
                        tab,
                        "\"expression\":\"const o = {u: undefined, d: new Date(0), e: document.querySelector('#name'),"
                                + " n: NaN, m: new Map([[1, 2]]), f() {}}; o.self = o; o\""));
        assertEquals(
                "{\"u\":\"[undefined]\",\"d\":\"1970-01-01T00:00:00.000Z\",\"e\":\"<input#name>\",\"n\":\"NaN\",\"m\":[[1,2]],\"f\":\"[function"
                        + " f]\",\"self\":\"[circular]\"}",
                truth.path("result").toString());
        assertEquals(
                "undefined",
                chrome.ask("page_eval", data(tab, "\"expression\":\"undefined\""))
                        .path("type")
                        .asString());
    }
}
