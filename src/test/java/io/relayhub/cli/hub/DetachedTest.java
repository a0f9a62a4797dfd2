package io.relayhub.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetachedTest {
    @Test
    void onlyAHubThatWasPutIntoTheBackgroundTakesTheShortWay() {
        Map<String, String> detached = Detached.variables(HubSettings.NONE);
        List<String> words = List.of("start", "--foreground", "--port", "0");
        assertThat(Detached.settings(words, detached)).isPresent();
        assertThat(Detached.settings(words, Map.of())).isEmpty();
        assertThat(Detached.settings(List.of("status"), detached)).isEmpty();
    }
}
