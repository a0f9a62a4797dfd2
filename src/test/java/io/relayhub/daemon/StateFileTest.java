package io.relayhub.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.daemon.DaemonRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
    private static final ProcessIdentity MINE = new ProcessIdentity(4711, "linux:boot:99");

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadBack() {
        DaemonRecord daemon = record(MINE);
        file().write(daemon);
        assertThat(file().read()).contains(daemon);
    }

    @Test
    void thereIsNoneAtFirst() {
        assertThat(file().read()).isEmpty();
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        file().write(record(MINE));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void aWriteLeavesNothingBesideIt() throws IOException {
        file().write(record(MINE));
        file().write(record(new ProcessIdentity(4712, "linux:boot:100")));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(path());
        }
    }

    /// The old file's number stays with the reader that has it open; a write in place would change what it reads.
    @Test
    void aReaderSeesAWholeRecord() throws IOException {
        file().write(record(MINE));
        try (var reader = Files.newInputStream(path())) {
            String before = Files.readString(path());
            file().write(record(new ProcessIdentity(4712, "linux:boot:100")));
            assertThat(new String(reader.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(before);
        }
    }

    @Test
    void onlyItsOwnProcessRemovesIt() {
        file().write(record(MINE));
        file().removeIfOf(new ProcessIdentity(4711, "linux:boot:100"));
        assertThat(file().read()).isPresent();
        file().removeIfOf(MINE);
        assertThat(file().read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{\"serverUrl\":\"ws://10.0.1.100:8080/ws?token=s3cret\",\"pid\":1,\"options\":{\"port\":8080}}",
                "{\"serverUrl\":\"ws://10.0.1.100:8080/ws?token=s3cret\",\"pid\":1}",
                "{\"program\":\"relayhub\",\"pid\":\"1\",\"processStart\":\"x\",\"startedAt\":\"x\",\"phase\":\"ready\"}",
                "{\"program\":\"relayhub\",\"pid\":1,\"processStart\":\"x\",\"startedAt\":\"x\",\"phase\":\"ready\"}",
                "{\"program\":\"relayhub\",\"pid\":1,\"processStart\":\"x\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"phase\":\"?\"}"
            })
    void aForeignFileIsRefusedAndKept(String content) throws IOException {
        Files.writeString(path(), content);
        assertThatThrownBy(() -> file().read())
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining(path().toString())
                .hasMessageContaining("was not written by relayhub")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> file().write(record(MINE))).isInstanceOf(DaemonException.class);
        assertThat(path()).hasContent(content);
    }

    @Test
    void aFileThatCannotBeReadIsAnError() throws IOException {
        Files.createDirectory(path());
        assertThatThrownBy(() -> file().read())
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("Cannot read " + path());
    }

    private StateFile file() {
        return new StateFile(path());
    }

    private Path path() {
        return directory.resolve("cloud-server.json");
    }

    private static DaemonRecord record(ProcessIdentity process) {
        return new DaemonRecord(
                process,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Phase.READY,
                Map.of("serverUrl", "ws://10.0.1.100:8080/ws?token=xxx", "port", 8080L, "foreground", false));
    }
}
