package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.relayhub.cli.Launcher.Result;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.ProcessIdentity;
import io.relayhub.daemon.RollingLog;
import io.relayhub.daemon.light.FlatJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real launcher and the real jar, process by process. A hub takes seconds to start, so each test that needs one
/// follows it through a part of its life.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CommandLineIT {
    @TempDir
    private Path home;

    private Launcher relayhub;

    @BeforeEach
    void open() {
        relayhub = Launcher.built(home);
    }

    @AfterEach
    void nothingIsLeftRunning() {
        relayhub.assertNothingRuns();
    }

    @Test
    void aHubStartsSaysHowToConnectRestartsAndStops() throws Exception {
        Launcher withVariable = relayhub.with("MTOP_DEVTOOLS_TOKEN", "from-the-environment");
        assertExit(relayhub.run("status"), ExitCode.NOT_RUNNING, "[relayhub] Not running\n");
        assertThat(relayhub.with("SERVER_PORT", "1").run("health"))
                .isEqualTo(
                        new Result(
                                ExitCode.FAILED,
                                "",
                                "[relayhub] Not healthy: http://127.0.0.1:1/actuator/health/liveness does not answer with 200.\n"));

        Result started = withVariable.run("--port", "0", "--path", "/relay", "--token", "from-the-option");
        assertThat(started.exitCode()).as(started.err()).isZero();
        assertThat(started.out()).matches("""
                        \\[relayhub] Started in background \\(pid \\d+\\)
                        \\[relayhub] Logs: ~/.mtop-devtools/cloud-server.log

                          Connect from your local machine:
                            relayhub connect "ws://hub.test:\\d+/relay\\?token=from-the-environment"

                        """);
        assertThat(permissions(relayhub.stateFile())).isEqualTo("rw-------");
        assertThat(permissions(relayhub.log())).isEqualTo("rw-------");
        assertThat(permissions(home.resolve(".mtop-devtools"))).isEqualTo("rwx------");
        assertThat(Launcher.read(Path.of("/proc/" + started.pid() + "/cmdline")))
                .contains("--path")
                .doesNotContain("from-the");
        assertThat(Launcher.read(relayhub.log())).doesNotContain("from-the");
        connect(started.serverUrl().replace("hub.test", "127.0.0.1"));

        Result again = relayhub.run("start");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).startsWith("[relayhub] Already running (pid " + started.pid() + ")\n");
        assertThat(again.serverUrl()).isEqualTo(started.serverUrl());

        Result restarted = relayhub.run("restart", "--max-connections", "7");
        assertThat(restarted.exitCode()).as(restarted.err()).isZero();
        assertThat(restarted.out()).startsWith("[relayhub] Stopped (pid " + started.pid() + ")\n");
        assertThat(restarted.serverUrl()).isEqualTo(started.serverUrl());

        Result status = relayhub.run("status", "--json");
        Map<String, Object> members = FlatJson.parse(status.out());
        assertThat(status.exitCode()).isZero();
        assertThat(members)
                .containsEntry("running", true)
                .containsEntry("state", "running")
                .containsEntry("serverUrl", started.serverUrl())
                .containsEntry("maxConnections", 7L)
                .containsEntry("path", "/relay");
        assertThat(relayhub.run("health").out()).startsWith("[relayhub] Healthy: http://127.0.0.1:");
        assertThat(relayhub.run("status").out())
                .startsWith("[relayhub] Running (pid " + members.get("pid") + ") since ");

        assertExit(relayhub.run("stop"), ExitCode.OK, "[relayhub] Stopped (pid " + members.get("pid") + ")\n");
        assertThat(relayhub.stateFile()).doesNotExist();
        assertExit(relayhub.run("status"), ExitCode.NOT_RUNNING, "[relayhub] Not running\n");
        assertExit(relayhub.run("stop"), ExitCode.NOT_RUNNING, "[relayhub] Not running\n");
    }

    @Test
    void twoStartsLeaveOneHubAndAKilledOneIsFoundOut() throws Exception {
        Path out = home.resolve("other.txt");
        Process other = relayhub.follow(out, "start", "--port", "0");
        Result one = relayhub.run("start", "--port", "0");
        assertThat(other.waitFor(90, TimeUnit.SECONDS)).isTrue();
        Result two = new Result(other.exitValue(), Launcher.read(out), "");
        assertThat(List.of(one.exitCode(), two.exitCode()))
                .as(one.err() + two.out())
                .containsOnly(0);
        assertThat(two.pid()).isEqualTo(one.pid());
        assertThat(two.serverUrl()).isEqualTo(one.serverUrl());
        assertThat(one.out() + two.out()).contains("Started in background").contains("Already running");

        ProcessIdentity hub = ProcessIdentity.of(one.pid()).orElseThrow();
        ProcessHandle.of(one.pid()).orElseThrow().destroyForcibly();
        Launcher.await("the hub is dead", () -> !hub.isAlive());
        Result killed = relayhub.run("status");
        assertThat(killed.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(killed.out())
                .startsWith("[relayhub] Not running: it ended without being stopped (pid " + one.pid() + ")\n");

        // A few bytes below the limit: the start leaves it alone, and the hub itself rolls it over.
        Files.writeString(relayhub.log(), "x".repeat((int) RollingLog.LIMIT_BYTES - 200) + "\n");
        Path followed = home.resolve("followed.txt");
        Process follower = relayhub.follow(followed, "logs", "-n", "0", "-f");
        Result next = relayhub.run("start", "--port", "0");
        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.serverUrl()).isNotEqualTo(one.serverUrl());
        assertThat(relayhub.log().resolveSibling("cloud-server.log.1")).exists();
        assertThat(Files.size(relayhub.log())).isLessThan(RollingLog.LIMIT_BYTES / 2);
        assertThat(relayhub.run("stop").exitCode()).isZero();

        Launcher.await(
                "the follower has seen the end", () -> Launcher.read(followed).contains("Graceful shutdown complete"));
        follower.destroy();
        assertThat(follower.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Launcher.read(followed)).contains(": Starting ").contains(": Started ");
        assertThat(Launcher.read(followed)).doesNotContain(token(next.serverUrl()));
        assertThat(relayhub.run("logs", "-n", "1").out()).contains("Graceful shutdown complete");
    }

    @Test
    void aPortThatIsTakenIsToldFromTheLog() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String sentence = "[relayhub] The hub cannot start: Port " + port
                    + " is already in use: end what listens there," + " or choose another port (0 takes a free one).\n";
            Result failed = relayhub.run("start", "--port", port);
            assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(failed.out()).isEmpty();
            assertThat(failed.err())
                    .isEqualTo("[relayhub] The hub did not start. It ended before it was ready; the end of its log,"
                            + " ~/.mtop-devtools/cloud-server.log:\n    " + sentence);
            assertThat(relayhub.stateFile()).doesNotExist();

            Result inFront = relayhub.run("start", "--foreground", "--port", port);
            assertThat(inFront.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(inFront.err()).isEqualTo(sentence);
            assertThat(inFront.out()).doesNotContain("APPLICATION FAILED");
        }
    }

    @Test
    void aVariableThatNoHubUnderstandsIsToldBeforeOneIsStartedOrStopped() throws Exception {
        Launcher wrong = relayhub.with("RELAYHUB_PATH", "/a/../b");
        for (String[] command :
                List.of(new String[] {"start"}, new String[] {"restart"}, new String[] {"start", "-f"})) {
            Result result = wrong.run(command);
            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .startsWith("[relayhub] RELAYHUB_PATH in the environment begins with / and")
                    .hasLineCount(1);
        }
    }

    @Test
    void inTheForegroundAGeneratedTokenIsPrintedOnce() throws Exception {
        Path out = home.resolve("foreground.txt");
        Process hub = relayhub.follow(out, "--foreground", "--port", "0");
        try {
            Launcher.await("the banner", () -> Launcher.read(out).contains("npx wscat"));
            Result status = relayhub.run("status");
            assertThat(status.exitCode()).isZero();
            assertThat(status.pid()).isEqualTo(hub.pid());
            assertThat(FlatJson.parse(relayhub.run("status", "--json").out()))
                    .containsEntry("foreground", true)
                    .doesNotContainKey("log");
            assertThat(relayhub.run("start").out())
                    .startsWith("[relayhub] Already running (pid " + hub.pid() + ")\n")
                    .doesNotContain("Logs:");
            Files.writeString(relayhub.log(), "an earlier one\n");
            Result logs = relayhub.run("logs");
            assertThat(logs.out()).isEqualTo("an earlier one\n");
            assertThat(logs.err()).contains("prints where it was started");
            Result restart = relayhub.run("restart");
            assertThat(restart.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(restart.err()).startsWith("[relayhub] The hub runs in the foreground (pid " + hub.pid() + ")");
            assertThat(hub.isAlive()).isTrue();
            assertThat(Launcher.read(out)).contains("relayhub connect \"" + status.serverUrl() + "\"");
            assertThat(token(status.serverUrl())).matches("[A-Za-z0-9]{32}");
            assertThat(Launcher.read(out).lines().filter(line -> line.contains(" INFO ")))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains(token(status.serverUrl())));
            hub.destroy();
            assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(hub.exitValue()).as("128 + SIGTERM").isEqualTo(143);
            assertThat(relayhub.stateFile()).doesNotExist();
        } finally {
            hub.destroyForcibly();
        }
    }

    @Test
    void aRecycledPidIsNeitherBelievedNorKilled() throws Exception {
        Process bystander = new ProcessBuilder("cat").start();
        try {
            Files.createDirectories(relayhub.stateFile().getParent());
            Files.writeString(relayhub.stateFile(), """
                    {"program": "relayhub", "pid": %d, "processStart": "linux:another-boot:1",
                     "startedAt": "2026-01-01T00:00:00Z", "phase": "ready", "serverUrl": "ws://hub.test:1/ws"}
                    """.formatted(bystander.pid()));
            assertThat(relayhub.run("status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
            assertThat(relayhub.run("stop").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
            assertThat(bystander.isAlive()).isTrue();
            assertThat(relayhub.stateFile()).doesNotExist();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @Test
    void aForeignStateFileIsAnErrorAndStays() throws Exception {
        Files.createDirectories(relayhub.stateFile().getParent());
        Files.writeString(relayhub.stateFile(), "{\"pid\": 1}");
        for (String command : List.of("status", "start", "stop", "restart")) {
            Result result = relayhub.run(command);
            assertThat(result.exitCode()).as(command).isEqualTo(ExitCode.FAILED);
            assertThat(result.err())
                    .startsWith("[relayhub] " + relayhub.stateFile() + " was not written by relayhub")
                    .hasLineCount(1);
        }
        assertThat(relayhub.stateFile()).hasContent("{\"pid\": 1}");
    }

    @Test
    void outputThatIsLostIsAFailure() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: there is no /dev/full, a disk without room");
        Process version = relayhub.follow(full, "version");
        assertThat(version.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(version.exitValue()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void oneRecordThatIsInTheWayHidesNoOther() throws Exception {
        Path connectors = Files.createDirectories(home.resolve(".mtop-devtools/connectors"));
        Files.writeString(connectors.resolve("a.json"), "junk");
        Files.writeString(connectors.resolve("b.json"), """
                {"program": "relayhub", "pid": 1, "processStart": "linux:another-boot:1",
                 "startedAt": "2026-01-01T00:00:00Z", "phase": "ready", "hub": "ws://hub.test:1/ws"}
                """);
        Result list = relayhub.run("connect", "list");
        assertThat(list.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(list.out())
                .startsWith("[relayhub] ws://hub.test:1/ws not running: ")
                .hasLineCount(1);
        assertThat(list.err()).contains("a.json was not written by relayhub").hasLineCount(1);
        assertThat(relayhub.run("connect", "stop", "--all").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(connectors.resolve("a.json")).exists();
        assertThat(connectors.resolve("b.json")).doesNotExist();
    }

    @Test
    void aHomeThatCannotBeWrittenIsAnError() throws Exception {
        Path file = Files.createFile(home.resolve("file"));
        Result result =
                relayhub.with("RELAYHUB_HOME", file.resolve("home").toString()).run("start");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .startsWith("[relayhub] Cannot use " + file.resolve("home"))
                .hasLineCount(1);
    }

    @Test
    void logsAreFollowedThroughARollOver() throws Exception {
        Files.createDirectories(relayhub.log().getParent());
        Files.writeString(relayhub.log(), "one\ntwo\nthree\n");
        assertExit(relayhub.run("logs", "-n", "2"), ExitCode.OK, "two\nthree\n");

        Path followed = home.resolve("followed.txt");
        Process follower = relayhub.follow(followed, "logs", "-n", "1", "--follow");
        try {
            Launcher.await("the last line", () -> Launcher.read(followed).equals("three\n"));
            Files.writeString(relayhub.log(), "four\n", StandardOpenOption.APPEND);
            Files.move(
                    relayhub.log(),
                    relayhub.log().resolveSibling("cloud-server.log.1"),
                    StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(relayhub.log(), "five\n");
            Launcher.await("all lines", () -> Launcher.read(followed).equals("three\nfour\nfive\n"));
        } finally {
            follower.destroy();
            assertThat(follower.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theLauncherNeedsNeitherCachesNorItsOwnDirectory() throws Exception {
        Path alone = Files.createDirectories(home.resolve("alone"));
        Path script = Files.copy(Path.of("target/relayhub"), alone.resolve("relayhub"));
        Result missing = new Launcher(script, home).run("version");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(missing.err()).startsWith("[relayhub] There is no relayhub.jar in " + alone.toRealPath());

        Files.createSymbolicLink(
                alone.resolve("relayhub.jar"), Path.of("target/relayhub.jar").toAbsolutePath());
        Path link = Files.createSymbolicLink(home.resolve("link"), Path.of("alone/relayhub"));
        Result plain = new Launcher(link, home).with("JAVA_HOME", "").run("version");
        assertThat(plain.exitCode()).as(plain.err()).isZero();
        assertThat(plain.out()).startsWith("relayhub ");
        assertThat(plain.err()).isEmpty();
    }

    @Test
    void aCacheThatDoesNotFitIsLeftAloneWithoutAWord() throws Exception {
        Path built = Path.of("target/relayhub-app").toAbsolutePath();
        Path app = Files.createDirectories(home.resolve("relayhub-app"));
        Files.createSymbolicLink(app.resolve("lib"), built.resolve("lib"));
        Files.copy(built.resolve("relayhub.jar"), app.resolve("relayhub.jar"));
        Files.copy(built.resolve("java"), app.resolve("java"));
        Files.writeString(app.resolve("cli.aot"), "not a cache");
        Path script = Files.copy(Path.of("target/relayhub"), home.resolve("relayhub"));
        Result result = new Launcher(script, home).run("version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("relayhub ").hasLineCount(1);
        assertThat(result.err()).isEmpty();
    }

    private static void connect(String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(url), new WebSocket.Listener() {})
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            socket.abort();
            client.shutdownNow();
        }
    }

    private static String token(String serverUrl) {
        return serverUrl.substring(serverUrl.indexOf("token=") + "token=".length());
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void assertExit(Result result, int exitCode, String out) {
        assertThat(result.out()).as(result.err()).isEqualTo(out);
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }
}
