package io.relayhub.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HubSettingsTest {
    @Test
    void aHubInTheBackgroundUnderstandsWhatItIsStartedWith() {
        HubSettings all = new HubSettings(
                Optional.of(1),
                Optional.of("/p"),
                Optional.empty(),
                Optional.of(2),
                Optional.of(3),
                Optional.of(4),
                Optional.of("h"));
        HubSettings none = HubSettings.ofOptions(List.of()).orElseThrow();
        assertThat(HubSettings.ofOptions(all.asOptions())).contains(all);
        assertThat(none.isEmpty()).isTrue();
        assertThat(HubSettings.ofOptions(List.of("--port"))).isEmpty();
        assertThat(HubSettings.ofOptions(List.of("--port", "x"))).isEmpty();
        assertThat(HubSettings.ofOptions(List.of("--else", "1"))).isEmpty();
    }
}
