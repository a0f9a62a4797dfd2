package io.relayhub.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.relayhub.link.Credential;
import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenTableTest {
    private static Credential token(String token) {
        return Credential.token(token);
    }

    private static final String ALPHA = "alpha-token-of-thirty-two-signs";
    private static final String BETA = "beta-token-of-thirty-two-signs!";
    /// `printf %s alpha-token-of-thirty-two-signs | sha256sum`
    private static final String ALPHA_SHA256 = "91c40ff9c60d7d0eff178483623c81e59a3b2f0c18d5f51057365a0e822d3533";
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void theSingleTokenIsAnAgentAndAConnectorOfTheDefaultTenant() {
        TokenTable table = table(ALPHA);

        assertThat(table.authenticate(token(ALPHA)))
                .isEqualTo(new Identity("default", "default", Set.of(Role.AGENT, Role.CONNECTOR), null));
        assertThat(table.authenticate(token(BETA))).isNull();
        assertThat(table.authenticate(token(""))).isNull();
        assertThat(table.isOpen()).isFalse();
    }

    @Test
    void eachTokenIsItsOwnIdentity() {
        TokenTable table = table(
                ALPHA,
                new TokenSettings("watcher", BETA, null, "acme", Set.of(Role.OPS), null, 0),
                new TokenSettings(
                        "third", "gamma-token-of-thirty-two-signs", null, "acme", Set.of(Role.AGENT), null, 0));

        assertThat(table.authenticate(token(BETA))).isEqualTo(new Identity("watcher", "acme", Set.of(Role.OPS), null));
        assertThat(table.authenticate(token(ALPHA))).extracting(Identity::name).isEqualTo("default");
    }

    @Test
    void aHashStandsForItsToken() {
        TokenTable table = table("", named("hashed", null, ALPHA_SHA256.toUpperCase(Locale.ROOT)));

        assertThat(table.authenticate(token(ALPHA))).extracting(Identity::name).isEqualTo("hashed");
        assertThat(table.authenticate(token(ALPHA_SHA256))).isNull();
    }

    @Test
    void aTokenExpiresAtItsMoment() {
        Instant end = NOW.plusSeconds(10);
        TokenSettings settings = new TokenSettings("guest", ALPHA, null, "default", Set.of(Role.AGENT), end, 0);

        assertThat(TokenTable.of("", List.of(settings), at(end.minusNanos(1))).authenticate(token(ALPHA)))
                .isNotNull();
        assertThat(TokenTable.of("", List.of(settings), at(end)).authenticate(token(ALPHA)))
                .isNull();
    }

    @Test
    void withoutAnyTokenEverybodyIsAnonymous() {
        TokenTable table = table("");

        assertThat(table.isOpen()).isTrue();
        assertThat(table.authenticate(token("")))
                .isEqualTo(new Identity("anonymous", "default", Set.of(Role.AGENT, Role.CONNECTOR), null));
        assertThat(table.authenticate(token("anything"))).isNull();
    }

    @Test
    void anEmptySingleTokenBesideOthersOpensNothing() {
        TokenTable table = table("", named("only", ALPHA, null));

        assertThat(table.isOpen()).isFalse();
        assertThat(table.authenticate(token(""))).isNull();
    }

    @Test
    void aTokenOfAnyLengthAndContentIsMerelyWrong() {
        TokenTable table = table(ALPHA);

        assertThat(table.authenticate(token("x".repeat(100_000)))).isNull();
        assertThat(table.authenticate(token("\u0000\uD800 \n"))).isNull();
    }

    @Test
    void aShortTokenWorksWithAWarning() {
        TokenTable table = table("0123456789abcde", named("long", "0123456789abcdef", null));

        assertThat(table.authenticate(token("0123456789abcde"))).isNotNull();
        assertThat(table.warnings())
                .singleElement()
                .asString()
                .startsWith("relayhub.token has fewer than 16 characters")
                .doesNotContain("0123456789abcde");
    }

    @Test
    void badSettingsNameThePropertyAndNeverTheToken() {
        refused(named("both", ALPHA, ALPHA_SHA256), "relayhub.tokens[1] needs either token or sha256, not both");
        refused(named("neither", null, null), "relayhub.tokens[1] needs a token, or the sha256 of one");
        refused(named("neither", "", ""), "relayhub.tokens[1] needs a token, or the sha256 of one");
        refused(named("first", ALPHA, null), "relayhub.tokens[1].name is 'first', which another token has already");
        refused(
                named("second", BETA, null),
                "relayhub.tokens[1] has the same token as 'first': one token cannot be two identities");
        refused(named("", ALPHA, null), "relayhub.tokens[1].name is missing: give every token a name for the logs");
        refused(named("hex", null, ALPHA), "relayhub.tokens[1].sha256 is not a SHA-256: give 64 hexadecimal digits");
        refused(named("hex", null, "abcd"), "relayhub.tokens[1].sha256 is not a SHA-256: give 64 hexadecimal digits");
        refused(
                named("hex", null, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                "relayhub.tokens[1].sha256 is the hash of an empty token");
        refused(
                new TokenSettings("roles", ALPHA, null, "default", Set.of(), null, 0),
                "relayhub.tokens[1].roles is missing: give at least one of agent, connector, viewer, ops");
        refused(
                new TokenSettings("tenant", ALPHA, null, " ", Set.of(Role.AGENT), null, 0),
                "relayhub.tokens[1].tenant is blank");
    }

    @Test
    void settingsDoNotPrintTheirCredential() {
        assertThat(named("a", ALPHA, null).toString()).doesNotContain(ALPHA);
        assertThat(named("a", null, ALPHA_SHA256).toString()).doesNotContain(ALPHA_SHA256);
    }

    private static void refused(TokenSettings second, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table("", named("first", BETA, null), second))
                .withMessageStartingWith(sentence)
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(ALPHA).doesNotContain(BETA));
    }

    private static TokenTable table(String single, TokenSettings... others) {
        return TokenTable.of(single, List.of(others), at(NOW));
    }

    private static TokenSettings named(String name, @Nullable String token, @Nullable String sha256) {
        return new TokenSettings(name, token, sha256, "default", Set.of(Role.AGENT), null, 0);
    }

    private static InstantSource at(Instant instant) {
        return InstantSource.fixed(instant);
    }
}
