package io.relayhub.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonLogTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private DaemonFiles files;
    private DaemonLog log;

    @BeforeEach
    void open() {
        files = new StateDirectory(directory).files("cloud-server");
        log = new DaemonLog(files);
    }

    @Test
    void theLastLinesAreTheLast() throws IOException {
        write(lines(1, 100));
        log.printLast(3, printed);
        assertThat(printed()).isEqualTo(lines(98, 100));
    }

    @Test
    void linesLongerThanABlockStayWhole() throws IOException {
        String two = "x".repeat(40_000) + "\n" + "y".repeat(50_000) + "\n";
        write("first\n" + two);
        log.printLast(2, printed);
        assertThat(printed()).isEqualTo(two);
    }

    @Test
    void anUnfinishedLineCounts() throws IOException {
        write("one\ntwo\nthr");
        log.printLast(2, printed);
        assertThat(printed()).isEqualTo("two\nthr");
    }

    @Test
    void thereMayBeFewerOrNone() throws IOException {
        log.printLast(3, printed);
        assertThat(printed()).isEmpty();
        write("one\n");
        log.printLast(3, printed);
        assertThat(printed()).isEqualTo("one\n");
        printed.reset();
        log.printLast(0, printed);
        assertThat(printed()).isEmpty();
    }

    @Test
    void linesFromBeforeTheRollOverComeFirst() throws IOException {
        Files.writeString(files.rolledLog(), lines(1, 10));
        write(lines(11, 12));
        log.printLast(4, printed);
        assertThat(printed()).isEqualTo(lines(9, 12));
    }

    @Test
    void onlyWhatOneStartWroteIsShownOfIt() throws IOException {
        write(lines(1, 10));
        long start = log.size();
        write(lines(11, 12));
        log.printLastSince(start, 5, printed);
        assertThat(printed()).isEqualTo(lines(11, 12));
    }

    @Test
    void aStartMovesALogAboveTheLimitAway() throws IOException {
        write("x".repeat(101));
        log.prepare(100);
        assertThat(files.rolledLog()).hasSize(101);
        assertThat(files.log()).isEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.log())))
                .isEqualTo("rw-------");
    }

    @Test
    void aStartKeepsALogAtTheLimit() throws IOException {
        write("x".repeat(100));
        log.prepare(100);
        assertThat(files.rolledLog()).doesNotExist();
        assertThat(files.log()).hasSize(100);
    }

    @Test
    void whatIsPrintedIsRolledOverByASizeAndNothingIsLost() throws IOException {
        write("");
        var follower = log.printLast(10, printed);
        StringBuilder all = new StringBuilder();
        try (var out = new RollingLog(new FileOutputStream(files.log().toFile(), true), files, 1_000)) {
            for (int i = 0; i < 500; i++) {
                String line = "line " + i + "\n";
                out.write(line.getBytes(StandardCharsets.UTF_8));
                all.append(line);
                assertThat(log.size()).isLessThanOrEqualTo(1_000);
                follower.print(printed);
            }
        }
        assertThat(files.rolledLog()).exists();
        assertThat(files.rolledLog().resolveSibling("cloud-server.log.1.tmp")).doesNotExist();
        assertThat(printed()).isEqualTo(all.toString());
    }

    /// The virtual machine's own words do not pass through the roll-over; they must find the log all the same.
    @Test
    void aSecondWriterOfTheSameFileStaysInIt() throws IOException {
        write("");
        try (var direct = new FileOutputStream(files.log().toFile(), true);
                var out = new RollingLog(new FileOutputStream(files.log().toFile(), true), files, 10)) {
            out.write("0123456789abc\n".getBytes(StandardCharsets.UTF_8));
            direct.write("last words\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(files.log()).hasContent("last words\n");
        assertThat(files.rolledLog()).hasContent("0123456789abc\n");
    }

    @Test
    void aLogThatCannotBeRolledGoesOnGrowing() throws IOException {
        write("");
        Files.createDirectories(files.rolledLog().resolve("in the way"));
        try (var out = new RollingLog(new FileOutputStream(files.log().toFile(), true), files, 10)) {
            out.write("0123456789abc\n".getBytes(StandardCharsets.UTF_8));
            out.write("next\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.readString(files.log()))
                .startsWith("0123456789abc\n[relayhub] The log could not be rolled over: ")
                .endsWith("\nnext\n");
    }

    @Test
    void aFollowerReadsOnThroughARollOverByRenaming() throws IOException {
        write(lines(1, 10));
        var follower = log.printLast(1, printed);
        write(lines(11, 20));
        log.prepare(1);
        follower.print(printed);
        write(lines(21, 22));
        follower.print(printed);
        follower.print(printed);
        assertThat(printed()).isEqualTo(lines(10, 22));
    }

    @Test
    void aFollowerWaitsWhileTheContentIsInBothFiles() throws IOException {
        write(lines(1, 10));
        var follower = log.printLast(0, printed);
        write(lines(11, 20));
        Files.copy(files.log(), files.rolledLog());
        follower.print(printed);
        Files.writeString(files.log(), lines(21, 21));
        follower.print(printed);
        assertThat(printed()).isEqualTo(lines(11, 21));
    }

    @Test
    void aFollowerOfAnEmptiedLogBeginsAnew() throws IOException {
        write(lines(1, 10));
        var follower = log.printLast(0, printed);
        Files.writeString(files.log(), lines(1, 2));
        follower.print(printed);
        assertThat(printed()).isEqualTo(lines(1, 2));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void write(String text) throws IOException {
        Files.writeString(files.log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
    }
}
