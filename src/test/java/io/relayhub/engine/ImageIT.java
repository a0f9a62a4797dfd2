package io.relayhub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The image of the Dockerfile, run as docs/deployment.md says.
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class ImageIT {
    private static final String TOKEN = "a-token-out-of-a-file-0123456789";
    private static final int PORT = 8080;
    private static final int MIB = 1 << 20;

    @TempDir
    private static Path directory;

    private static String image = "";
    private static Path tokenFile = Path.of("");

    @BeforeAll
    static void build() throws Exception {
        image = Engine.image();
        tokenFile = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        // The user of the container is nobody on this machine.
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// With nothing that it does not need: no capability, no file system to write to but a `/tmp` in memory.
    private static Container container(List<String> options, String... command)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "--read-only",
                "--tmpfs=/tmp",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--env=RELAYHUB_TOKEN_FILE=/run/secrets/token",
                "--volume=" + tokenFile + ":/run/secrets/token:ro"));
        all.addAll(options);
        return Container.run(image, all, command);
    }

    private static Container hub(String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--publish=127.0.0.1::" + PORT);
        Container hub = container(all);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> health(hub) == 200);
        return hub;
    }

    private static int health(Container hub) throws IOException, InterruptedException {
        try (RawWebSocket socket = RawWebSocket.dial(hub.port(PORT), 0)) {
            return socket.ask("GET /actuator/health HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n")
                    .status();
        }
    }

    private static RawWebSocket dial(Container hub, String role) throws IOException, InterruptedException {
        return RawWebSocket.connect(hub.port(PORT), "/ws?role=" + role + "&token=" + TOKEN);
    }

    @Test
    void aHubRelaysAndTellsEveryPeerWhenItIsStopped() throws Exception {
        try (Container hub = hub()) {
            assertThat(hub.execute("id", "-u").orFail().strip()).isEqualTo("10001");
            assertThat(hub.execute("touch", "/etc/relayhub/x").text()).contains("Read-only file system");
            hub.execute("relayhub", "health").orFail();
            assertThat(hub.execute("relayhub", "status").orFail()).contains("Running (pid 1)");
            assertThat(hub.logs()).contains("Ready").doesNotContain(TOKEN);

            try (RawWebSocket connector = dial(hub, "connector");
                    RawWebSocket agent = dial(hub, "agent")) {
                agent.text("{\"id\":\"a\",\"action\":\"greet\",\"data\":1}");
                String request = connector.read(Frames.TEXT).text().strip();
                assertThat(request).endsWith(",\"action\":\"greet\",\"data\":1}");
                connector.text(request.replaceFirst(",\"action.*", ",\"success\":true}"));
                assertThat(agent.read(Frames.TEXT).text().strip()).isEqualTo("{\"id\":\"a\",\"success\":true}");

                Instant before = Instant.now();
                hub.stop();
                assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(25));
                for (RawWebSocket peer : List.of(connector, agent)) {
                    byte[] close = peer.read(Frames.CLOSE).payload();
                    assertThat(ByteBuffer.wrap(close).getShort()).isEqualTo((short) 1012);
                }
            }
            // 128 and the number of SIGTERM: Java has had it, and ended by it.
            assertThat(hub.inspect("{{.State.ExitCode}}")).isEqualTo("143");
        }
    }

    @Test
    void theImageSaysWhatItIsAndHowItsHealthIsAsked() throws Exception {
        String config = Engine.run("docker", "inspect", "--format", "{{json .Config}}", image)
                .orFail();
        assertThat(config)
                .contains(
                        "\"User\":\"10001:10001\"",
                        "\"Test\":[\"CMD\",\"relayhub\",\"health\"]",
                        "\"Entrypoint\":[\"relayhub\"]",
                        "\"org.opencontainers.image.licenses\":\"Apache-2.0\"",
                        "\"org.opencontainers.image.base.name\":\"" + Engine.STAND_IN + "/jre\"");
    }

    /// The floors leave room for a machine that does other things; docs/deployment.md has what is usual.
    @Test
    void aHubIsReadySoonAndSmall() throws Exception {
        try (Container hub = hub("--cpus=2", "--memory=512m")) {
            Matcher start = Pattern.compile("process running for ([0-9.]+)").matcher(hub.logs());
            assertThat(start.find()).as(hub.logs()).isTrue();
            Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+) kB")
                    .matcher(hub.execute("cat", "/proc/1/status").orFail());
            assertThat(resident.find()).isTrue();
            System.out.printf(
                    "A hub in a container was ready after %s s and has %d MiB of resident memory.%n",
                    start.group(1), Long.parseLong(resident.group(1)) / 1024);
            assertThat(Double.parseDouble(start.group(1))).isLessThan(8);
            assertThat(Long.parseLong(resident.group(1)) / 1024).isLessThan(220);
        }
    }

    @Test
    void theSameImageIsAConnector() throws Exception {
        String network = "relayhub-under-test-" + ProcessHandle.current().pid();
        Engine.run("docker", "network", "create", network).orFail();
        try (Container hub = hub("--network=" + network, "--network-alias=hub");
                Container connector = container(List.of("--network=" + network), "connect", "ws://hub:8080/ws")) {
            try (RawWebSocket agent = dial(hub, "agent")) {
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    agent.text("{\"id\":\"p\",\"action\":\"ping\",\"data\":{}}");
                    return agent.read(Frames.TEXT).text().contains("\"success\":true");
                });
            }
            assertThat(connector.logs()).doesNotContain(TOKEN);
        } finally {
            Engine.run("docker", "network", "rm", network);
        }
    }

    /// Also in a container whose size makes Java choose another garbage collector than the one of the training.
    @ParameterizedTest
    @CsvSource({"hub, 2, 4g", "cli, 2, 4g", "hub, 1, 256m"})
    void javaTakesTheCachesThatTheBuildMade(String cache, String processors, String memory) throws Exception {
        Engine.run(
                        "docker",
                        "run",
                        "--rm",
                        "--cpus=" + processors,
                        "--memory=" + memory,
                        "--entrypoint=java",
                        image,
                        "-XX:AOTMode=on",
                        "-XX:AOTCache=/opt/relayhub/relayhub-app/" + cache + ".aot",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        "/opt/relayhub/relayhub-app/relayhub.jar",
                        "version")
                .orFail();
    }

    @Test
    void itsLayersAreSmall() throws Exception {
        Layers layers = Layers.of(image, Files.createDirectory(directory.resolve("layers")));
        System.out.printf(
                "The image's own layers, compressed: %.1f MiB of caches, %.1f MiB of everything else.%n",
                (double) layers.ofCaches() / MIB, (double) layers.ofTheProgram() / MIB);
        assertThat(layers.ofCaches()).isLessThan(40L * MIB);
        assertThat(layers.ofCaches() + layers.ofTheProgram()).isLessThan(60L * MIB);
    }
}
