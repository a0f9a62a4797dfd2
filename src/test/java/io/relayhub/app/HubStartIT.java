package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.relayhub.app.HubLaunch.Kind;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// What a person reads when the hub starts, or refuses to.
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HubStartIT {
    private static final String CANARY = "canary-token-0123456789abcdef";

    @Test
    void aHubWithoutATokenDoesNotListenToTheWorld(CapturedOutput output) {
        refuses(output, "relayhub.token=", "server.address=0.0.0.0");

        assertThat(output)
                .contains("relayhub.token is empty and the hub is to listen on 0.0.0.0")
                .contains("Set a token (MTOP_DEVTOOLS_TOKEN, --token or relayhub.token)")
                .contains("server.address=127.0.0.1");
        noStackTraceAndNoSecret(output);
    }

    @Test
    void aTokenThatIsTwoThingsStopsTheStart(CapturedOutput output) {
        refuses(
                output,
                "relayhub.tokens[0].name=a",
                "relayhub.tokens[0].token=" + CANARY,
                "relayhub.tokens[0].sha256=" + CANARY,
                "relayhub.tokens[0].roles=ops");

        assertThat(output).contains("relayhub.tokens[0] needs either token or sha256, not both");
        noStackTraceAndNoSecret(output);
    }

    @Test
    void aTokenInTheWrongPlaceIsNotRepeated(CapturedOutput output) {
        refuses(output, "relayhub.tokens[0].name=a", "relayhub.tokens[0].password=" + CANARY);

        assertThat(output).contains("relayhub.tokens[0].password is not a setting of the hub");
        noStackTraceAndNoSecret(output);
    }

    @Test
    void limitsThatCannotBeAreNamed(CapturedOutput output) {
        refuses(output, "relayhub.max-connections=0");
        refuses(output, "relayhub.request-timeout=11m");

        assertThat(output)
                .contains("relayhub.max-connections must be")
                .contains("relayhub.max-request-timeout must not be below request-timeout.");
        noStackTraceAndNoSecret(output);
    }

    @Test
    void aPublicHostThatIsNoneStopsTheStart(CapturedOutput output) {
        refuses(output, "CLOUD_SERVER_HOST=ftp://hub.example.org");

        assertThat(output).contains("CLOUD_SERVER_HOST (or --host) is neither a name nor a URL");
        noStackTraceAndNoSecret(output);
    }

    @Test
    void aGivenTokenIsNotShown(CapturedOutput output) {
        try (RunningHub hub = run(Map.of(), Optional.of(CANARY))) {
            print(hub);
            assertThat(output)
                    .contains("[relayhub] Ready: ws://127.0.0.1:" + hub.port() + "/ws")
                    .contains("relayhub connect \"ws://127.0.0.1:" + hub.port() + "/ws?token=***\"");
        }
        noStackTraceAndNoSecret(output);
    }

    @Test
    void aShortTokenIsWarnedAbout(CapturedOutput output) {
        try (Hub hub = Hub.start("relayhub.token=canary")) {
            assertThat(hub.port()).isPositive();
        }

        assertThat(output)
                .contains("relayhub.token has fewer than 16 characters")
                .doesNotContain("canary");
    }

    @Test
    void aHubThatIsAskedForNothingMakesATokenAndShowsItOnce(CapturedOutput output) {
        try (RunningHub hub = run(Map.of(), Optional.empty())) {
            print(hub);
            String token = hub.token();

            assertThat(token).matches("[A-Za-z0-9]{32}");
            assertThat(output.getOut())
                    .contains("relayhub connect \"ws://127.0.0.1:" + hub.port() + "/ws?token=" + token + "\"");
            assertThat(accepts(hub, token)).isTrue();
            assertThat(output.getAll().lines().filter(line -> line.contains(token)))
                    .allMatch(line -> line.startsWith("    "))
                    .hasSize(2);
        }
    }

    @Test
    void theVariableBeatsTheOptionBeatsTheProperty() {
        Map<String, Object> property = Map.of("relayhub.token", Hub.TOKEN);
        Map<String, Object> variable = Map.of("relayhub.token", Hub.TOKEN, "MTOP_DEVTOOLS_TOKEN", CANARY);
        String option = "option-0123456789abcdef";
        try (RunningHub hub = run(property, Optional.of(option))) {
            assertThat(accepts(hub, option)).isTrue();
            assertThat(accepts(hub, Hub.TOKEN)).isFalse();
        }
        try (RunningHub hub = run(variable, Optional.of(option))) {
            assertThat(accepts(hub, CANARY)).isTrue();
            assertThat(accepts(hub, option)).isFalse();
        }
    }

    private static RunningHub run(Map<String, Object> properties, Optional<String> token) {
        Map<String, Object> all = new HashMap<>(Map.of("server.port", 0, "server.address", "127.0.0.1"));
        all.putAll(properties);
        return RunningHub.start(new HubLaunch(Kind.PROGRAM, all, token, Optional.empty()));
    }

    private static void print(RunningHub hub) {
        hub.banner(hub.publicAddress(warning -> {})).print(System.out);
    }

    private static boolean accepts(RunningHub hub, String token) {
        URI uri = URI.create("ws://127.0.0.1:" + hub.port() + "/ws?token=" + token);
        try (Peer peer = Peer.connect(uri)) {
            return peer.isOpen();
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(WebSocketHandshakeException.class);
            return false;
        }
    }

    /// Returns when what was logged until then has been written: lines are, one after the other, by another thread.
    private static void refuses(CapturedOutput output, String... properties) {
        assertThatThrownBy(() -> Hub.start(properties).close()).isInstanceOf(RuntimeException.class);
        String last = "the last line of " + UUID.randomUUID();
        LoggerFactory.getLogger(HubStartIT.class).error(last);
        await().until(() -> output.getAll().contains(last));
    }

    private static void noStackTraceAndNoSecret(CapturedOutput output) {
        assertThat(output).doesNotContain("\tat ").doesNotContain(CANARY);
    }
}
