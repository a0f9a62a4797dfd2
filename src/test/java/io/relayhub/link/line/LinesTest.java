package io.relayhub.link.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Message;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final int LIMIT = 200;

    private final AssemblyBudget budget = new AssemblyBudget(1_000);
    private final Recorder recorder = new Recorder();
    private final Scans scans = new Scans(Word.MEMBERS, JsonLimits.DEFAULT);
    private final Lines lines = new Lines(scans, LIMIT, budget);

    /// Notes what it hears, each frame by what tells it apart.
    private static class Recorder implements Lines.Listener {
        final List<String> heard = new ArrayList<>();

        @Override
        public Next onLine(Envelope line) {
            heard.add(
                    line.has(Word.ACTION) ? "request " + line.text(Word.ACTION) : String.valueOf(line.text(Word.TYPE)));
            return Next.GO_ON;
        }

        @Override
        public Next onMalformed(String problem) {
            heard.add("malformed");
            return Next.GO_ON;
        }

        @Override
        public void onTooLarge() {
            heard.add("too large");
        }

        @Override
        public void onNoMemory() {
            heard.add("no memory");
        }
    }

    private List<String> hear(String... messages) {
        recorder.heard.clear();
        for (String message : messages) {
            lines.accept(Message.text(message), 1, recorder);
        }
        return recorder.heard;
    }

    @Test
    void anObjectNeedsNoFinalLineFeed() {
        assertThat(hear("{\"type\":\"ping\"}", "{\"type\":\"ping\"}\n", " {\"type\":\"ping\"} \r\n"))
                .hasSize(3)
                .containsOnly("ping");
    }

    @Test
    void severalLinesInAMessage() {
        assertThat(hear("{\"type\":\"ping\"}\n\n{\"id\":1,\"action\":\"a\"}\n{\"id\":2,\"action\":\"b\"}"))
                .containsExactly("ping", "request a", "request b");
    }

    @Test
    void anUnfinishedLineClaimsItsMemoryAndGivesItBack() {
        hear("{\"type\":");
        assertThat(budget.used()).isPositive();
        assertThat(hear("\"ping\"}\n")).containsExactly("ping");
        assertThat(budget.used()).isZero();
        hear("{\"type\":");
        lines.clear();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aLineThatTheBudgetHasNoMemoryForIsForgotten() {
        assertThat(budget.claim(990)).isTrue();
        assertThat(hear("{\"type\":", "\"ping\"}")).containsExactly("no memory");
        assertThat(budget.used()).isEqualTo(990);
        assertThat(hear("{\"type\":\"ping\" ")).containsExactly("no memory");
        assertThat(budget.used()).isEqualTo(990);
        assertThat(lines.isOverdue(Long.MAX_VALUE, 1)).isFalse();
    }

    @Test
    void aMalformedLineDoesNotTouchItsNeighbours() {
        assertThat(
                        hear(
                                "{\"type\":\"ping\"}\nnonsense\n{\"type\":\"ping\"} {\"type\":\"ping\"}\n{\"id\":1\n{\"type\":\"ping\"}\n"))
                .containsExactly("ping", "malformed", "malformed", "malformed", "ping");
    }

    @Test
    void anObjectOverSeveralLinesIsOneWhereOneMessageHoldsIt() {
        assertThat(hear("{\n  \"id\": 1,\n  \"action\": \"a\"\n}\n{\"type\":\"ping\"}\n"))
                .containsExactly("request a", "ping");
    }

    @Test
    void whateverTheCutsTheLinesAreTheSame() {
        String text =
                "{\"id\":1,\"action\":\"a\",\"data\":\"\u4f60\u597d\"}\nbad\n{\"type\":\"ping\"}\n\n{\"id\":2,\"action\":\"b\"}\n";
        byte[] bytes = text.getBytes(UTF_8);
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            recorder.heard.clear();
            int at = 0;
            while (at < bytes.length) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(30));
                // A message is whole lines, or ends inside an object: "bad" in two pieces would be two malformed lines.
                while (to < bytes.length && inBad(text, bytes, to)) {
                    to++;
                }
                lines.accept(new Message(Message.Kind.TEXT, bytes, at, to - at), 1, recorder);
                at = to;
            }
            assertThat(recorder.heard).containsExactly("request a", "malformed", "ping", "request b");
        }
    }

    private static boolean inBad(String text, byte[] bytes, int at) {
        int bad = text.substring(0, text.indexOf("bad")).getBytes(UTF_8).length;
        return at > bad && at <= bad + 3 && at < bytes.length;
    }

    @Test
    void aLineOverTheLimitIsTooLargeWhereverItIsCut() {
        String atLimit = "{\"id\":1,\"action\":\"" + "a".repeat(LIMIT - 20) + "\"}";
        assertThat(atLimit).hasSize(LIMIT);
        assertThat(hear(atLimit.substring(0, 50), atLimit.substring(50) + "\n"))
                .hasSize(1)
                .doesNotContain("too large");
        String over = atLimit.replace("}", " }");
        assertThat(hear(over.substring(0, 50), over.substring(50) + "\n")).containsExactly("too large");
    }

    @Test
    void anUnfinishedLineGrowsOldAndAFinishedOneDoesNot() {
        lines.accept(Message.text("{\"id\":1,"), 100, recorder);
        assertThat(lines.isOverdue(129, 30)).isFalse();
        assertThat(lines.isOverdue(130, 30)).isTrue();
        lines.accept(Message.text("\"action\":\"a\"}\n"), 131, recorder);
        assertThat(lines.isOverdue(1_000, 30)).isFalse();
        assertThat(recorder.heard).containsExactly("request a");
    }

    @Test
    void anObjectInPartsIsWholeAtTheEndOfItsMessage() {
        assertThat(hear("{\"id\":1,", "\"action\":\"a\"}")).isEmpty();
        lines.endMessage(recorder);
        assertThat(recorder.heard).containsExactly("request a");
        assertThat(budget.used()).isZero();
        assertThat(hear("{\"id\":1,")).isEmpty();
        lines.endMessage(recorder);
        assertThat(hear("\"action\":\"b\"}\n")).containsExactly("request b");
    }

    @Test
    void aFinishedLineThatIsNoObjectIsMalformedOnce() {
        assertThat(hear("{\"id\":1,", "\"action\":\n", "{\"type\":\"ping\"}\n")).containsExactly("malformed", "ping");
    }

    @Test
    void aLineHeardWhileAnotherIsBeingHeardDisturbsNeither() {
        var other = new Lines(scans, LIMIT, budget);
        var inner = new Recorder();
        var outer = new Recorder() {
            @Override
            public Next onLine(Envelope line) {
                other.accept(Message.text("{\"id\":\"long enough\",\"action\":\"inner\"}"), 1, inner);
                return super.onLine(line);
            }
        };
        lines.accept(Message.text("{\"id\":1,\"action\":\"one\"}\n{\"id\":2,\"action\":\"two\"}"), 1, outer);
        assertThat(outer.heard).containsExactly("request one", "request two");
        assertThat(inner.heard).containsExactly("request inner", "request inner");
    }
}
