package io.relayhub.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubSettingsTest {
    private static final HubSettings BEFORE =
            new HubSettings(Map.of(HubOption.PORT, "1", HubOption.PATH, "/p", HubOption.TOKEN, "CANARY"));

    @Test
    void whatIsGivenNowBeatsWhatWasGivenBefore() {
        HubSettings now = new HubSettings(Map.of(HubOption.PORT, "2"));
        assertThat(now.or(BEFORE))
                .isEqualTo(
                        new HubSettings(Map.of(HubOption.PORT, "2", HubOption.PATH, "/p", HubOption.TOKEN, "CANARY")));
        assertThat(HubSettings.NONE.isEmpty()).isTrue();
    }

    @Test
    void theTokenIsInNoneOfItsWords() {
        assertThat(BEFORE.asOptions()).containsExactly("--port", "1", "--path", "/p");
        assertThat(BEFORE.asDetails()).isEqualTo(Map.of("port", 1L, "path", "/p"));
        assertThat(BEFORE.asProperties()).isEqualTo(Map.of("server.port", "1", "relayhub.path", "/p"));
        assertThat(BEFORE.toString()).doesNotContain("CANARY");
    }

    @Test
    void optionsThatWereWrittenBySomebodyElseAreNone() {
        assertThat(HubSettings.ofOptions(List.of("--port"))).isEmpty();
        assertThat(HubSettings.ofOptions(List.of("--else", "1"))).isEmpty();
        assertThat(HubSettings.ofOptions(List.of("--token", "CANARY"))).isEmpty();
    }
}
