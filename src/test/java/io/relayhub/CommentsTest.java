package io.relayhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documentation comments' form. The formatter breaks a line that is too long and leaves the rest on a line of its
/// own; nobody sees that in a review.
class CommentsTest {
    private static final Pattern COMMENT = Pattern.compile("\\s*///( ?)(.*)");
    /// What begins a line on purpose: a tag, a list, a table, a heading, code.
    private static final Pattern OWN_LINE = Pattern.compile("(@|[-*#>|]|```|\\d\\.| {3}).*");

    private static final int ROOM = 98;

    @Test
    void noLineEndsWhereItsSentenceHadRoom() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java")).flatMap(CommentsTest::strayBreaks))
                    .isEmpty();
        }
    }

    @Test
    void aStrayBreakIsSeen() {
        assertThat(strayBreaks(List.of(
                        "    /// the end of", "    /// a line", "    ///", "    /// - a list", "    /// - of two")))
                .containsExactly(1);
    }

    private static Stream<String> strayBreaks(Path file) {
        try {
            return strayBreaks(Files.readAllLines(file)).stream().map(line -> file + ":" + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> strayBreaks(List<String> lines) {
        var found = new ArrayList<Integer>();
        boolean code = false;
        for (int i = 0; i + 1 < lines.size(); i++) {
            Matcher here = COMMENT.matcher(lines.get(i));
            Matcher next = COMMENT.matcher(lines.get(i + 1));
            if (!here.matches() || here.group(2).isBlank()) {
                continue;
            }
            if (here.group(2).startsWith("```")) {
                code = !code;
            } else if (!code
                    && next.matches()
                    && !next.group(2).isBlank()
                    && !here.group(2).startsWith("|")
                    && !OWN_LINE.matcher(next.group(2)).matches()) {
                String word = next.group(2).strip().split(" ", 2)[0];
                if (lines.get(i).length() + 1 + word.length() <= ROOM) {
                    found.add(i + 1);
                }
            }
        }
        return found;
    }
}
