package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.RelayHub;
import io.relayhub.cli.Launcher.Result;
import io.relayhub.cli.console.ExitCode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `bench` as a process, against a hub in this one.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BenchIT {
    private static final String TOKEN = "CANARY-0123456789abcdef";

    @TempDir
    private Path home;

    private final RelayHub hub = RelayHub.builder()
            .port(0)
            .address(InetAddress.getLoopbackAddress())
            .token(TOKEN)
            .build();

    private Launcher relayhub;

    @BeforeEach
    void start() {
        relayhub = Launcher.built(home);
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.close();
        relayhub.assertNothingRuns();
    }

    private String url() {
        return "ws://127.0.0.1:" + hub.port() + "/ws";
    }

    @Test
    void itPrintsOneObjectAndWritesAPage() throws Exception {
        Path page = home.resolve("page.html");
        Result result = relayhub.with("MTOP_DEVTOOLS_TOKEN", TOKEN)
                .run("bench", url(), "--json", "--duration", "1s", "--warm-up", "200ms", "--html", page.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.err()).isEmpty();
        JsonNode json = JsonMapper.shared().readTree(result.out());
        assertThat(json.path("hub").asString()).isEqualTo(url());
        assertThat(json.path("answers").asLong()).isPositive();
        assertThat(Launcher.read(page)).contains("<svg").doesNotContain("CANARY");
        assertThat(result.out()).doesNotContain("CANARY");
    }

    @Test
    void aSignalEndsItWithWhatThereIs() throws Exception {
        Path output = home.resolve("output");
        Process process = relayhub.follow(output, "bench", url() + "?token=" + TOKEN, "--duration", "60m");
        try {
            Launcher.await("it connects", () -> hub.stats().agents() == 20);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Launcher.read(output))
                .contains("Requests/s", "It was stopped before its time.")
                .doesNotContain("CANARY");
    }

    @Test
    void aWrongTokenIsASentence() throws Exception {
        assertThat(relayhub.run("bench", url(), "--token", "wrong"))
                .isEqualTo(new Result(
                        ExitCode.FAILED,
                        "",
                        "[relayhub] The hub does not accept the token, or there is none (AUTH_FAILED).\n"));
    }
}
