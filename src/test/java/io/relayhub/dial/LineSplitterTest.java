package io.relayhub.dial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final LineSplitter splitter = new LineSplitter(20);

    private List<String> feed(String piece) {
        byte[] bytes = piece.getBytes(UTF_8);
        return texts(splitter.feed(bytes, bytes.length));
    }

    private static List<String> texts(List<byte[]> lines) {
        return lines.stream().map(line -> new String(line, UTF_8)).toList();
    }

    @Test
    void severalLinesInOnePiece() {
        assertThat(feed("{\"a\":1}\n\r\n{\"b\":2}\r\n{\"c\"")).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(feed(":3}\n")).containsExactly("{\"c\":3}");
    }

    @Test
    void everyCutOfALineGivesTheSameLine() {
        byte[] text = "{\"a\":\"\u00e4\u20ac\"}\n".getBytes(UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            List<byte[]> lines = new ArrayList<>();
            byte[] rest = java.util.Arrays.copyOfRange(text, cut, text.length);
            lines.addAll(splitter.feed(text, cut));
            lines.addAll(splitter.feed(rest, rest.length));
            assertThat(texts(lines)).containsExactly("{\"a\":\"\u00e4\u20ac\"}");
        }
    }

    @Test
    void objectWithoutALineFeedIsCompleteAtTheEndOfItsFrame() {
        assertThat(feed("{\"a\":1}")).isEmpty();
        assertThat(texts(splitter.finishFrame())).containsExactly("{\"a\":1}");
        assertThat(feed("{\"a\"")).isEmpty();
        assertThat(splitter.finishFrame()).isEmpty();
        assertThat(feed(":2}\n")).containsExactly("{\"a\":2}");
    }

    @Test
    void lineOverTheLimitIsRefusedBeforeItIsKept() {
        assertThat(feed("1234567890")).isEmpty();
        assertThatThrownBy(() -> feed("12345678901")).isInstanceOf(LineSplitter.LineTooLongException.class);
    }
}
