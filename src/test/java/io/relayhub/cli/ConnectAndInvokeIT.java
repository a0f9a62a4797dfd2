package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.RelayHub;
import io.relayhub.cli.Launcher.Result;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import io.relayhub.daemon.light.FlatJson;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import io.relayhub.testing.RealBrowser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `invoke`, `connect` and `demo` as processes, against a hub in this one.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ConnectAndInvokeIT {
    private static final String TOKEN = "CANARY-0123456789abcdef";

    @TempDir
    private Path home;

    private final RelayHub hub = RelayHub.builder().port(0).token(TOKEN).build();
    private Launcher relayhub;

    @BeforeEach
    void start() {
        relayhub = Launcher.built(home);
        hub.start();
    }

    @AfterEach
    void nothingIsLeftRunning() throws IOException {
        hub.close();
        relayhub.assertNothingRuns();
        assertNoTokenButInRecords();
    }

    private String address() {
        return address(hub.port());
    }

    private static String address(int port) {
        return "ws://127.0.0.1:" + port + "/ws";
    }

    private String url() {
        return address() + "?token=" + TOKEN;
    }

    /// What every command printed is in the home too.
    private void assertNoTokenButInRecords() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".json")) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("CANARY");
                }
            }
        }
    }

    @Test
    void invokePrintsAnswersAndComplainsOnStandardError() throws Exception {
        Path file = Files.writeString(home.resolve("data.json"), "{\"from\" : \"a file\"}");
        try (Connector connector = Connector.of(
                HubAddress.parse(url()),
                ConnectorOptions.of("desk", "desk"),
                Map.of("test", new EchoProvider()),
                new ConnectorFacts())) {
            connector.start();
            await().until(() -> hub.stats().connectors() == 1);
            Launcher agent =
                    relayhub.with("MTOP_DEVTOOLS_SERVER_URL", address()).with("MTOP_DEVTOOLS_TOKEN", TOKEN);

            assertAnswer(
                    relayhub.run(
                            "invoke",
                            "echo",
                            "--server",
                            url(),
                            "--data",
                            "{\"n\":1.50,\"big\":12345678901234567890.123456789}"),
                    "{\"n\":1.50,\"big\":12345678901234567890.123456789}");
            assertAnswer(agent.run("invoke", "echo", "--data", "@" + file), "{\"from\":\"a file\"}");
            assertAnswer(agent.runWith(file, "invoke", "echo", "--data", "-"), "{\"from\":\"a file\"}");
            assertAnswer(agent.run("invoke", "echo", "--connector", "desk"), "{}");

            Path output = home.resolve("answer.txt");
            Result written = agent.run("invoke", "echo", "--data", "[1]", "--output", output.toString());
            assertThat(written).isEqualTo(new Result(ExitCode.OK, "", ""));
            assertThat(output).hasContent("[1]");

            assertFailure(agent.run("invoke", "hang", "--timeout", "1s"), ExitCode.FAILED, "TIMEOUT: ");
            assertFailure(agent.run("invoke", "nothing"), ExitCode.FAILED, "NO_CONNECTOR: ");
            assertFailure(
                    agent.run("invoke", "echo", "--connector", "other"), ExitCode.FAILED, "CONNECTOR_NOT_FOUND: ");
            assertFailure(agent.run("invoke", "echo", "--data", "{CANARY"), ExitCode.USAGE, "--data is not JSON");
            assertFailure(agent.run("invoke", "echo", "--data", "@missing"), ExitCode.USAGE, "can't be read: missing");
            assertFailure(
                    agent.run("invoke", "echo", "--output", "missing/answer"),
                    ExitCode.FAILED,
                    "The answer can't be written to missing/answer");
            assertFailure(
                    relayhub.run("invoke", "echo", "--server", address() + "?token=CANARY-wrong"),
                    ExitCode.FAILED,
                    "does not know this token");
            assertFailure(
                    relayhub.run("invoke", "echo", "--server", address()), ExitCode.FAILED, "wants a token, and none");
            assertFailure(relayhub.run("invoke", "echo"), ExitCode.FAILED, "cloud-server.json");
        }
    }

    private static void assertAnswer(Result result, String json) {
        assertThat(result).isEqualTo(new Result(ExitCode.OK, json + "\n", ""));
    }

    private static void assertFailure(Result result, int exitCode, String words) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("[relayhub] ")
                .contains(words)
                .doesNotContain("\tat ")
                .doesNotContain("CANARY");
    }

    @Test
    void aConnectorThatIsToFailFastSaysWhy() throws Exception {
        hub.stop();
        Result failed = relayhub.run("connect", "ws://127.0.0.1:1/ws?token=" + TOKEN, "--fail-fast");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err())
                .startsWith("[relayhub] The connector has ended: ")
                .hasLineCount(1);

        Result inBackground = relayhub.run("connect", "start", "ws://127.0.0.1:1/ws?token=" + TOKEN, "--fail-fast");
        assertThat(inBackground.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(inBackground.err())
                .startsWith("[relayhub] The connector did not start. ")
                .contains("The connector has ended: nobody listens at ");
        assertThat(relayhub.run("connect", "status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void aConnectorLivesInTheBackground() throws Exception {
        assertThat(relayhub.run("connect", "logs").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        Result started = relayhub.run("connect", "start", url(), "--name", "desk", "--allow", "ping");
        assertThat(started.exitCode()).as(started.err()).isZero();
        assertThat(started.out())
                .startsWith("[relayhub] Connector to " + address() + " started in background (pid " + started.pid());
        assertThat(Launcher.read(Path.of("/proc/" + started.pid() + "/cmdline")))
                .contains("--name=desk")
                .doesNotContain("CANARY");
        assertThat(hub.stats().connectors()).isEqualTo(1);
        Result again = relayhub.run("connect", "start", url());
        assertThat(again.out()).contains("already running (pid " + started.pid());
        assertThat(again.err())
                .startsWith("[relayhub] It keeps the URL, token and options")
                .hasLineCount(1);
        assertThat(relayhub.run("connect", "start", url(), "--allow", "ping", "--name", "desk")
                        .err())
                .isEmpty();

        Path followed = home.resolve("followed.txt");
        Process follower = relayhub.follow(followed, "connect", "logs", "-f");
        Result ping = relayhub.run("invoke", "ping", "--server", url(), "--connector", "desk");
        assertThat(ping.out()).as(ping.err()).startsWith("{\"pong\":true,");
        Launcher.await(
                "the follower sees the request", () -> Launcher.read(followed).contains("ping ANSWERED"));
        follower.destroy();
        assertThat(follower.waitFor(20, TimeUnit.SECONDS)).isTrue();

        String running = "[relayhub] " + address() + " connected (pid " + started.pid() + ") for ";
        assertThat(relayhub.run("connect", "status").out()).startsWith(running);
        assertThat(relayhub.run("connect", "list").out()).startsWith(running).hasLineCount(1);
        assertThat(relayhub.run("connect", "logs").out()).contains("Connected to " + address());
        assertRecordsAreTheirOwners();

        Result restarted = relayhub.run("connect", "restart");
        assertThat(restarted.exitCode()).as(restarted.err()).isZero();
        long pid = ProcessHandle.allProcesses()
                .filter(process -> Launcher.read(Path.of("/proc/" + process.pid() + "/cmdline"))
                        .contains("--name=desk"))
                .findFirst()
                .orElseThrow()
                .pid();
        assertThat(restarted.out())
                .contains("stopped (pid " + started.pid() + ")", "started in background (pid " + pid);

        assertThat(relayhub.run("connect", "stop", address()).out())
                .isEqualTo("[relayhub] Connector to " + address() + " stopped (pid " + pid + ")\n");
        assertThat(relayhub.run("connect", "status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(relayhub.run("connect", "stop").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        await().until(() -> hub.stats().connections() == 0);
    }

    @Test
    void aConnectorTellsThatItsHubIsAwayAndThatItsTokenIsNoLongerValid() throws Exception {
        Result first = relayhub.with("MTOP_DEVTOOLS_TOKEN", TOKEN).run("connect", "start", address());
        assertThat(first.exitCode()).as(first.err()).isZero();
        // Without the variable, it has the token nevertheless.
        Result started = relayhub.run("connect", "restart");
        assertThat(started.exitCode()).as(started.err()).isZero();
        assertThat(json(relayhub.run("connect", "status", "--json"), ExitCode.OK))
                .containsEntry("state", "connected")
                .containsEntry("running", true)
                .containsEntry("hub", address())
                .doesNotContainKeys("token", "serverUrl", "reason");
        long pid = ((Number) Objects.requireNonNull(json(relayhub.run("connect", "status", "--json"), ExitCode.OK)
                        .get("pid")))
                .longValue();
        int port = hub.port();
        hub.stop();
        Launcher.await("the loss is recorded", () -> record().contains("\"reconnecting\""));
        assertRecordsAreTheirOwners();
        Result away = relayhub.run("connect", "status");
        assertThat(away.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(away.out()).startsWith("[relayhub] " + address(port) + " not connected (pid " + pid + ") for ");
        assertThat(json(relayhub.run("connect", "status", "--json"), ExitCode.FAILED))
                .containsEntry("state", "reconnecting")
                .containsKeys("since", "reason");

        try (RelayHub other =
                RelayHub.builder().port(port).token("CANARY-of-another-hub").build()) {
            other.start();
            Launcher.await("the end is recorded", () -> record().contains("\"ended\""));
        }
        Launcher.await("the process has ended", () -> !ProcessHandle.of(pid).isPresent());
        Result ended = relayhub.run("connect", "status");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(ended.out())
                .startsWith("[relayhub] " + address(port) + " ended ")
                .contains("no longer knows this token")
                .contains("'relayhub status' prints on the hub's machine");
        Result listed = relayhub.run("connect", "list", "--json");
        assertThat(listed.out()).startsWith("[{").endsWith("}]\n").contains("\"state\": \"ended\"");
        assertThat(relayhub.run("connect", "stop").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(relayhub.run("connect", "list").out()).contains("There are no connectors");
    }

    private static Map<String, Object> json(Result result, int exitCode) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        return FlatJson.parse(result.out());
    }

    /// Of the only connector.
    private String record() {
        try (Stream<Path> files = Files.list(home.resolve(".mtop-devtools/connectors"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(Launcher::read)
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aHubThatCannotBeReachedAndOneThatRefusesAreToldOnce() throws Exception {
        Result none = relayhub.run("connect", address());
        assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(none.out()).contains("Connecting to ").hasLineCount(1);
        assertThat(none.err()).contains("wants a token, and none was given").hasLineCount(1);
        Result wrong = relayhub.run("connect", address().replace("ws:", "http:") + "?token=CANARY-wrong");
        assertThat(wrong.out()).hasLineCount(1);
        assertThat(wrong.err())
                .startsWith("[relayhub] Taking the http address for " + address() + ".\n")
                .contains("does not know this token")
                .hasLineCount(2);
        Result away = relayhub.run("connect", "start", "ws://127.0.0.1:1/ws?token=CANARY");
        assertThat(away.exitCode()).isZero();
        assertThat(away.err()).startsWith("[relayhub] Not connected yet, and it goes on trying: nobody listens");
        assertThat(relayhub.run("connect", "stop").exitCode()).isZero();
    }

    private void assertRecordsAreTheirOwners() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(".mtop-devtools/connectors"))) {
            List<Path> all = files.toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aBrowserThatWasLaunchedEndsWithItsConnector() throws Exception {
        RealBrowser.orSkip();
        Result started = relayhub.run("connect", "start", url(), "--chrome", "launch", "--headless");
        assertThat(started.exitCode()).as(started.err()).isZero();
        Result tabs = relayhub.run("invoke", "tab_list", "--server", url());
        assertThat(tabs.out()).as(tabs.err()).contains("about:blank");
        List<ProcessHandle> browser =
                ProcessHandle.of(started.pid()).orElseThrow().descendants().toList();
        assertThat(browser).isNotEmpty();
        for (ProcessHandle process : browser) {
            assertThat(Launcher.read(Path.of("/proc/" + process.pid() + "/environ")))
                    .doesNotContain("CANARY");
        }
        assertThat(relayhub.run("connect", "stop").exitCode()).isZero();
        assertThat(browser).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void theDemoShowsEachLineThatGoesOverTheWire() throws Exception {
        Result demo = relayhub.run("demo", "--once");
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out().lines())
                .anyMatch(line -> line.matches("  agent +-> \\{\"id\":.*\"action\":\"ping\".*"))
                .anyMatch(line -> line.matches("  connector <- \\{\"id\":.*\"action\":\"ping\".*"))
                .anyMatch(line -> line.matches("  connector -> \\{\"id\":.*\"pong\":true.*"))
                .anyMatch(line -> line.matches("  agent +<- \\{\"id\":.*\"pong\":true.*"))
                .anyMatch(line -> line.contains("An agent asks for tab_open") || line.contains("Without a browser: "))
                .noneMatch(line -> line.contains("token="));
    }

    private static final class EchoProvider implements Provider {
        @Override
        public Actions actions() {
            return Actions.of("echo", "hang");
        }

        @Override
        public Json handle(ActionCall call) throws InterruptedException {
            if (call.action().equals("hang")) {
                new CountDownLatch(1).await();
            }
            return call.data();
        }

        @Override
        public void close() {}
    }
}
