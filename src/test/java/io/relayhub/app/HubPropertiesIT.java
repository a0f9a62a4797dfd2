package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Role;
import io.relayhub.relay.RelaySettings;
import io.relayhub.websocket.SocketSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/// The settings as an operator writes them, bound on top of the real `application.yml`.
@Timeout(60)
class HubPropertiesIT {
    private static final String CANARY = "canary-token-in-the-wrong-place";

    @Test
    void theDefaultsAreThoseOfTheRooms() {
        bound(properties -> {
            assertThat(properties.sockets()).isEqualTo(SocketSettings.defaults());
            assertThat(properties.relay(() -> "host")).isEqualTo(RelaySettings.defaults("host"));
            assertThat(properties.token()).isNull();
            assertThat(properties.tokens()).isEmpty();
            assertThat(properties.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    @Test
    void aPlainNumberIsSecondsOrBytes() {
        bound(
                properties -> {
                    assertThat(properties.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(45));
                    assertThat(properties.maxMessageSize()).isEqualTo(DataSize.ofKilobytes(64));
                },
                "relayhub.heartbeat-timeout=45",
                "relayhub.max-message-size=65536");
    }

    @Test
    void whoShortensTheHeartbeatNeedNotThinkOfThePing() {
        bound(
                properties -> assertThat(properties.sockets().heartbeat().pingInterval())
                        .isEqualTo(Duration.ofSeconds(3)),
                "relayhub.heartbeat-timeout=9s");
    }

    @Test
    void aTokenIsReadWithItsIdentity() {
        bound(
                properties -> assertThat(properties.tokens()).singleElement().satisfies(token -> {
                    assertThat(token.name()).isEqualTo("laptops");
                    assertThat(token.tenant()).isEqualTo("default");
                    assertThat(token.roles()).isEqualTo(Set.of(Role.CONNECTOR, Role.OPS));
                    assertThat(token.expiresAt()).isEqualTo(Instant.parse("2026-12-31T23:59:59Z"));
                }),
                "relayhub.tokens[0].name=laptops",
                "relayhub.tokens[0].token=" + CANARY,
                "relayhub.tokens[0].roles=connector,ops",
                "relayhub.tokens[0].expires-at=2026-12-31T23:59:59Z");
    }

    @Test
    void aNameOfTheNodeReplacesTheHosts() {
        bound(
                properties -> assertThat(
                                properties.relay(() -> "host").greeting().node())
                        .isEqualTo("hub-1"),
                "relayhub.node=hub-1");
        bound(
                properties -> assertThat(
                                properties.relay(() -> "host").greeting().node())
                        .isEqualTo("host"),
                "relayhub.node=");
    }

    @ParameterizedTest
    @CsvSource({
        "relayhub.max-conections, relayhub.max-conections is not a setting of the hub",
        "relayhub.tokens[0].secret, relayhub.tokens[0].secret is not a setting of the hub",
        "relayhub.heartbeat-timeout, 'relayhub.heartbeat-timeout cannot be read as a duration, such as 90s or 10m'",
        "relayhub.max-message-size, 'relayhub.max-message-size cannot be read as a size, such as 64KB or 10MB'",
        "relayhub.max-connections, relayhub.max-connections cannot be read as a whole number",
        "relayhub.tokens[0].expires-at, relayhub.tokens[0].expires-at cannot be read as a moment",
    })
    void whatCannotBeReadIsNamedWithItsPlaceButNotWithItsValue(String property, String sentence) {
        FailureAnalysis failure = failure(property + "=" + CANARY);

        assertThat(failure.getDescription())
                .startsWith(sentence)
                .contains("from property source")
                .doesNotContain(CANARY);
        assertThat(failure.getAction()).contains("docs/operations.md").doesNotContain(CANARY);
    }

    @Test
    void aDrainCannotTakeLessThanNoTime() {
        assertThat(failure("relayhub.drain-timeout=-1s").getDescription())
                .isEqualTo("relayhub.drain-timeout is negative: 0 ends open requests at once.");
    }

    @Test
    void propertiesDoNotPrintTheirTokens() {
        bound(
                properties -> assertThat(properties.toString()).doesNotContain(CANARY),
                "relayhub.token=" + CANARY,
                "relayhub.tokens[0].token=" + CANARY);
    }

    private static void bound(Consumer<HubProperties> assertions, String... properties) {
        runner().withPropertyValues(properties).run(context -> assertions.accept(context.getBean(HubProperties.class)));
    }

    private static FailureAnalysis failure(String... properties) {
        var analyses = new ArrayList<FailureAnalysis>();
        runner().withPropertyValues(properties).run(context -> {
            Throwable failure = context.getStartupFailure();
            if (failure != null) {
                analyses.add(new UnreadableSettingAnalyzer().analyze(failure));
            }
        });
        assertThat(analyses).doesNotContainNull().hasSize(1);
        return analyses.getFirst();
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withUserConfiguration(Settings.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(HubProperties.class)
    static class Settings {}
}
