package io.relayhub.connector.chrome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Files and drags on pages that listen only as long as a user's own gesture lasts: a file question that hears its
/// field once its button has opened the chooser, a list sorted by pointer events, one sorted by native drag and drop.
@Timeout(120)
class ChromeGesturesIT extends WithOneBrowser {
    private static final String PAGE = """
        <!doctype html><title>gestures</title>
        <style>li { height: 30px; margin: 4px; background: #ddd; list-style: none; touch-action: none; user-select: none }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0) }</style>
        <div id=question><input type=file id=own class=hidden tabindex=-1><label for=own id=choose role=button>Select file</label></div>
        <div style="display:none"><input type=file id=lost></div>
        <button id=detached>Attach</button><button id=idle>Nothing</button>
        <input type=file id=plain onchange="note('plain', this)">
        <ul id=pointer><li>A<li>B<li>C<li>D</ul>
        <ul id=native><li draggable=true>A<li draggable=true>B<li draggable=true>C<li draggable=true>D</ul>
        <p id=still style="width:60px;user-select:none">still</p><p id=out style="height:30px"></p>
        <script>
        const id = (name) => document.getElementById(name);
        window.note = (who, field) => {
          id('out').textContent = who + ' ' + [...field.files].map((file) => file.name + ' ' + file.size).join(', ');
        };
        id('choose').onclick = (event) => {
          event.preventDefault();
          const field = id('own');
          field.value = '';
          field.onchange = () => { note('question', field); field.value = ''; };
          field.click();
        };
        id('detached').onclick = () => {
          const field = document.createElement('input');
          field.type = 'file';
          field.multiple = true;
          field.onchange = () => note('detached', field);
          field.click();
        };
        const order = (list) => [...list.children].map((item) => item.textContent).join('');
        // As pointer-based lists do: the first move begins, the page is drawn, later ones find the item below.
        (() => {
          const list = id('pointer');
          let dragged = null, begun = false, drawn = false;
          list.onpointerdown = (event) => {
            dragged = event.target.closest('li');
            begun = drawn = false;
            document.addEventListener('pointermove', move);
            document.addEventListener('pointerup', up, {once: true});
          };
          const move = (event) => {
            if (!begun) {
              begun = true;
              requestAnimationFrame(() => { drawn = true; });
              return;
            }
            if (!drawn) return;
            dragged.style.pointerEvents = 'none';
            const below = document.elementFromPoint(event.clientX, event.clientY)?.closest('#pointer li');
            if (!below || below === dragged) return;
            const items = [...list.children];
            if (items.indexOf(below) > items.indexOf(dragged)) below.after(dragged); else below.before(dragged);
          };
          const up = () => {
            document.removeEventListener('pointermove', move);
            dragged.style.pointerEvents = '';
          };
        })();
        // As lists over native drag and drop do: active a task after dragstart, sorted while dragged over.
        (() => {
          const list = id('native');
          let dragged = null, active = false;
          list.ondragstart = (event) => {
            dragged = event.target;
            event.dataTransfer.setData('text', dragged.textContent);
            setTimeout(() => { active = true; }, 1);
          };
          list.ondragover = (event) => {
            event.preventDefault();
            const below = event.target.closest('li');
            if (!active || !below || below === dragged) return;
            const items = [...list.children];
            if (items.indexOf(below) > items.indexOf(dragged)) below.after(dragged); else below.before(dragged);
          };
          list.ondrop = (event) => event.preventDefault();
          list.ondragend = () => { id('out').textContent = 'ended ' + order(list); };
        })();
        </script>\
        """;

    private int tab;

    @BeforeEach
    void open() throws Exception {
        tab = chrome.open(pages.page("/gestures", PAGE));
    }

    private JsonNode upload(String selector) throws Exception {
        return chrome.ask(
                "page_upload",
                data(tab, "\"selector\":\"" + selector + "\",\"files\":[{\"name\":\"a.txt\",\"text\":\"hello\"}]"));
    }

    private String out() throws Exception {
        return chrome.eval(tab, "document.getElementById('out').textContent").asString();
    }

    private JsonNode drag(String list, int from, int to) throws Exception {
        String end = "{\"selector\":\"#" + list + " li:nth-child(%d)\"}";
        return chrome.ask("page_drag", data(tab, "\"from\":" + end.formatted(from) + ",\"to\":" + end.formatted(to)));
    }

    private String order(String list) throws Exception {
        return chrome.eval(tab, "order(document.getElementById('" + list + "'))")
                .asString();
    }

    @Test
    void aFieldThatListensOnlyWhileItsChooserIsOpenIsAskedThroughIt() throws Exception {
        JsonNode answer = upload("#own");
        assertThat(out()).isEqualTo("question a.txt 5");
        assertThat(answer.path("through").asString()).isEqualTo("chooser");
        assertThat(answer.path("holds").asInt(-1)).isZero();
    }

    @Test
    void whatOpensTheChooserMayBeNamedInsteadOfTheField() throws Exception {
        upload("#choose");
        assertThat(out()).isEqualTo("question a.txt 5");
        chrome.ask(
                "page_upload",
                data(
                        tab,
                        "\"text\":\"Attach\",\"files\":[{\"name\":\"a.txt\",\"text\":\"hello\"},{\"name\":\"b\",\"base64\":\"AAEC\"}]"));
        assertThat(out()).isEqualTo("detached a.txt 5, b 3");
        upload("#plain");
        assertThat(out()).isEqualTo("plain a.txt 5");
    }

    @Test
    void whereItCannotBeKnownThatThePageHasTakenTheFilesTheAnswerSaysSo() throws Exception {
        JsonNode answer = upload("#lost");
        assertThat(answer.path("through").asString()).isEqualTo("field");
        assertThat(answer.path("holds").asInt()).isOne();
        assertThat(answer.path("note").asString()).contains("without the page's own file chooser");
        assertThat(chrome.eval(tab, "document.getElementById('lost').files[0].name")
                        .asString())
                .isEqualTo("a.txt");
        String refusal = chrome.refusal(
                        "page_upload",
                        data(tab, "\"selector\":\"#idle\",\"timeout\":300,\"files\":[{\"name\":\"a\",\"text\":\"\"}]"))
                .sentence();
        assertThat(refusal).contains("opened no file chooser");
    }

    @Test
    void aListThatIsSortedByPointerEventsIsSorted() throws Exception {
        assertThat(drag("pointer", 1, 3).path("changed").asBoolean()).isTrue();
        assertThat(order("pointer")).isEqualTo("BCAD");
        drag("pointer", 4, 1);
        assertThat(order("pointer")).isEqualTo("DBCA");
    }

    @Test
    void aListThatIsSortedByNativeDragAndDropIsSorted() throws Exception {
        assertThat(drag("native", 1, 3).path("changed").asBoolean()).isTrue();
        chrome.ask("page_wait", data(tab, "\"text\":\"ended BCAD\""));
        drag("native", 4, 1);
        chrome.ask("page_wait", data(tab, "\"text\":\"ended DBCA\""));
    }

    @Test
    void aDragThatChangesNothingSaysSo() throws Exception {
        JsonNode answer =
                chrome.ask("page_drag", data(tab, "\"from\":{\"selector\":\"#still\"},\"to\":{\"selector\":\"#out\"}"));
        assertThat(answer.path("changed").asBoolean(true)).isFalse();
    }
}
