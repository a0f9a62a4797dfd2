package io.relayhub.cli.nativehost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostManifestOptionsTest {
    @Test
    void manifestsAreWhereTheUsersBrowsersLook() {
        assertThat(HostManifestOptions.userHome(Map.of("HOME", "/home/ada"))).isEqualTo(Path.of("/home/ada"));
        assertThat(HostManifestOptions.userHome(Map.of("HOME", "")))
                .isEqualTo(HostManifestOptions.userHome(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home")));
    }
}
