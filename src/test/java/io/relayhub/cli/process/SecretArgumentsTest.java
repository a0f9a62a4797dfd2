package io.relayhub.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretArgumentsTest {
    @Test
    void aTokenThatTheLauncherTookAwayIsPutBack() {
        assertThat(SecretArguments.restore(
                        List.of("start", "--token", "@secret:1", "@secret:2"), Map.of("RELAYHUB_SECRET_1", "abc")))
                .containsExactly("start", "--token", "abc", "@secret:2");
        assertThat(SecretArguments.without(Map.of("RELAYHUB_SECRET_1", "abc", "HOME", "/h")))
                .isEqualTo(Map.of("HOME", "/h"));
    }
}
