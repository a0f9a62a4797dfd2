package io.relayhub.link.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Message;
import io.relayhub.link.Utf8;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JacksonJudge;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.JsonScanner;
import io.relayhub.link.json.Word;
import java.util.ArrayList;
import java.util.List;

/// Whatever a peer sends: no failure, and what passes is JSON for others, too.
class CodecFuzzTest {
    private static final int LIMIT = 100_000;

    private final JsonScanner scanner = new JsonScanner(JsonLimits.DEFAULT);
    private final JsonScanner lax = new JsonScanner(new JsonLimits(500, LIMIT, 1_000));
    private final Envelope envelope = new Envelope(Word.MEMBERS);

    @FuzzTest(maxDuration = "5m")
    void whatTheScannerTakesIsAnObjectForJackson(byte[] bytes) {
        // A NUL among the first bytes makes Jackson take the text for UTF-16 or UTF-32.
        if (bytes.length == 0 || new String(bytes, UTF_8).indexOf(0) >= 0 || !Utf8.isValid(bytes, 0, bytes.length)) {
            return;
        }
        int end = lax.scan(bytes, 0, bytes.length, envelope);
        boolean whole = end > 0 && new String(bytes, end, bytes.length - end, UTF_8).matches("[ \\t\\r\\n]*");
        assertThat(whole).isEqualTo(JacksonJudge.isOneObject(bytes));
    }

    @FuzzTest(maxDuration = "5m")
    void whereALineIsCutDoesNotMatter(byte[] bytes) {
        if (!Utf8.isValid(bytes, 0, bytes.length) || bytes.length == 0 || bytes[0] != '{') {
            return;
        }
        byte[] line = (new String(bytes, UTF_8).replace('\n', ' ') + "\n").getBytes(UTF_8);
        List<String> whole = heard(line, line.length);
        int cut = bytes.length / 2;
        if (scanner.scan(line, 0, cut, envelope) == JsonScanner.INCOMPLETE) {
            assertThat(heard(line, cut)).isEqualTo(whole);
        }
    }

    /// What is heard of a line that arrives in two pieces, or in one where the cut is at its end.
    private static List<String> heard(byte[] line, int cut) {
        List<String> heard = new ArrayList<>();
        var listener = new Lines.Listener() {
            @Override
            public Next onLine(Envelope line) {
                heard.add(String.valueOf(line.text(Word.TYPE)));
                return Next.GO_ON;
            }

            @Override
            public Next onMalformed(String problem) {
                heard.add(problem);
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
        };
        var lines = new Lines(new Scans(Word.MEMBERS, JsonLimits.DEFAULT), LIMIT, new AssemblyBudget(10L * LIMIT));
        lines.accept(new Message(Message.Kind.TEXT, line, 0, cut), 0, listener);
        if (cut < line.length) {
            lines.accept(new Message(Message.Kind.TEXT, line, cut, line.length - cut), 0, listener);
        }
        return heard;
    }
}
