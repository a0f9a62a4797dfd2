package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.cli.console.ExitCode;
import io.relayhub.testing.RawWebSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `report` as processes, against a hub in a process of its own.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReportIT {
    private static final String SECRET = "CANARY-of-the-reporter-0123456789";
    private static final String VARIABLE = "RELAYHUB_REPORT_SECRET";

    @TempDir
    private Path home;

    @TempDir
    private Path hubHome;

    private int port;
    private Process hub;
    private Path secretFile;

    private record Result(int exitCode, String text) {}

    private ProcessBuilder program(Path place, Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.relayhub.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("HOME", place.toString());
        builder.environment().put("RELAYHUB_HOME", place.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private Result run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "said", ".txt");
        Process process = program(home, environment, words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", List.of(words))
                    .isTrue();
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    @BeforeEach
    void start() throws IOException {
        secretFile = Files.writeString(hubHome.resolve("secret"), SECRET + "\n");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        hub = program(
                        hubHome,
                        Map.of(
                                "SERVER_ADDRESS", "127.0.0.1",
                                "RELAYHUB_FLEET_PUBLIC", "true",
                                "RELAYHUB_FLEET_SECRET", SECRET,
                                "RELAYHUB_FLEET_SERVERS_0_ID", "document",
                                "RELAYHUB_FLEET_SERVERS_1_ID", "real",
                                "RELAYHUB_FLEET_SERVERS_2_ID", "wrong"),
                        "start",
                        "--foreground",
                        "--port=" + port)
                .redirectOutput(hubHome.resolve("hub.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(Exception.class)
                .until(() -> {
                    try (ServerSocket _ = new ServerSocket(port)) {
                        return false;
                    } catch (IOException listening) {
                        return true;
                    }
                });
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        hub.destroyForcibly();
        List<ProcessHandle> left =
                ProcessHandle.allProcesses().filter(this::isOurs).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).as("processes left running").isEmpty();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("CANARY");
            }
        }
    }

    private boolean isOurs(ProcessHandle process) {
        return ofProcess(process.pid(), "environ").contains("HOME=" + home);
    }

    private static String ofProcess(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private String url() {
        return "ws://127.0.0.1:" + port;
    }

    /// What viewers are told of this server; waits until there is a report.
    private JsonNode document(String id) {
        try (RawWebSocket viewer = RawWebSocket.connect(port, "/ws-frontend?format=document")) {
            while (true) {
                JsonNode document = JsonMapper.shared().readTree(viewer.read().text());
                if (document.path("serverId").stringValue("").equals(id)) {
                    return document;
                }
            }
        }
    }

    @Test
    void bothFormatsReportInTheBackgroundUntilTheyAreStopped() throws Exception {
        Map<String, String> nothing = Map.of();
        Result none = run(nothing, "report", "status");
        assertThat(none.exitCode()).as(none.text()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(none.text()).contains("Not running");

        for (String format : List.of("document", "real")) {
            Result started = run(
                    nothing,
                    "report",
                    "start",
                    url(),
                    "--id",
                    format,
                    "--secret-file",
                    secretFile.toString(),
                    "--format",
                    format,
                    "--interval",
                    "1s",
                    "--group",
                    "ours");
            assertThat(started.exitCode()).as(started.text()).isEqualTo(ExitCode.OK);
            assertThat(started.text()).contains("started in background");
            JsonNode seen = document(format);
            assertThat(seen.path("memory").path("total").longValue()).isPositive();
            assertThat(seen.path("group").stringValue()).isEqualTo("ours");
        }
        List<ProcessHandle> running =
                ProcessHandle.allProcesses().filter(this::isOurs).toList();
        assertThat(running)
                .hasSize(2)
                .allSatisfy(process -> assertThat(ofProcess(process.pid(), "cmdline"))
                        .contains("--detached")
                        .doesNotContain("CANARY"));

        Result status = run(nothing, "report", "status");
        assertThat(status.exitCode()).as(status.text()).isEqualTo(ExitCode.OK);
        assertThat(status.text().lines().filter(line -> line.contains("connected")))
                .hasSize(2);
        Result again = run(nothing, "report", "start", url(), "--id", "real", "--secret-file", secretFile.toString());
        assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(again.text()).contains("already running");
        assertThat(run(nothing, "report", "logs").exitCode()).isEqualTo(ExitCode.USAGE);
        Result logs = run(nothing, "report", "logs", "--id", "real");
        assertThat(logs.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(logs.text()).contains("Reporting to " + url() + "/ws-report as 'real'");

        assertThat(run(nothing, "report", "stop", "--id", "real").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run(nothing, "report", "status").text()).contains("document").doesNotContain("real");
        assertThat(run(nothing, "report", "stop").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run(nothing, "report", "stop").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void aSecretThatIsMissingOrWrongSaysWhatToDo() throws Exception {
        Result missing = run(Map.of(), "report", "start", url(), "--id", "wrong");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.text()).contains("--secret-file").contains(VARIABLE);

        Map<String, String> wrong = Map.of(VARIABLE, "not-the-CANARY");
        Result started = run(wrong, "report", "start", url(), "--id", "wrong");
        assertThat(started.exitCode()).as(started.text()).isEqualTo(ExitCode.OK);
        Result status = run(Map.of(), "report", "status");
        assertThat(started.text() + status.text())
                .contains("Not connected yet, and it goes on trying")
                .contains("(HTTP 401)")
                .contains("compare --id and the secret");
        assertThat(status.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run(Map.of(), "report", "stop").exitCode()).isEqualTo(ExitCode.OK);
    }
}
