package io.relayhub.connector.nativehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.connector.nativehost.HostManifest.Browser;
import io.relayhub.connector.nativehost.HostManifest.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostManifestTest {
    private static final String ID = "abcdefghijklmnopabcdefghijklmnop";

    @TempDir
    private Path home = Path.of("");

    @Test
    void manifestNamesTheScriptAndTheExtension() throws Exception {
        List<Path> written = new HostManifest("io.relayhub.test", List.of(ID))
                .install(
                        List.of(Browser.values()),
                        Platform.LINUX,
                        home,
                        home.resolve("state"),
                        List.of("/opt/it's here/relayhub", "native-host"));
        assertThat(written)
                .containsExactly(
                        home.resolve("state/native-host"),
                        home.resolve(".config/google-chrome/NativeMessagingHosts/io.relayhub.test.json"),
                        home.resolve(".config/chromium/NativeMessagingHosts/io.relayhub.test.json"));
        JsonNode manifest = JsonMapper.shared().readTree(Files.readAllBytes(written.get(1)));
        assertThat(manifest.get("name").asString()).isEqualTo("io.relayhub.test");
        assertThat(manifest.get("type").asString()).isEqualTo("stdio");
        assertThat(manifest.get("path").asString()).isEqualTo(written.getFirst().toString());
        assertThat(manifest.at("/allowed_origins/0").asString()).isEqualTo("chrome-extension://" + ID + "/");
        assertThat(Files.readString(written.getFirst())).isEqualTo("""
                        #!/bin/sh
                        export RELAYHUB_HOME='%s'
                        exec '/opt/it'\\''s here/relayhub' 'native-host' "$@"
                        """.formatted(home.resolve("state")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written.getFirst())))
                .isEqualTo("rwx------");
        assertThat(HostManifest.uninstall("io.relayhub.test", List.of(Browser.CHROME), Platform.LINUX, home))
                .containsExactly(written.get(1));
    }

    @Test
    void macHasItsOwnPlaces() throws Exception {
        assertThat(new HostManifest("io.relayhub.test", List.of(ID))
                        .install(List.of(Browser.CHROME), Platform.MAC, home, home.resolve("state"), List.of("x")))
                .contains(home.resolve(
                        "Library/Application Support/Google/Chrome/NativeMessagingHosts/io.relayhub.test.json"));
    }

    @Test
    void whatABrowserWouldRefuseIsRefusedHere() {
        assertThatThrownBy(() -> new HostManifest("Relay-Hub", List.of(ID))).hasMessageContaining("lower case");
        assertThatThrownBy(() -> new HostManifest("a.b", List.of("short"))).hasMessageContaining("32 letters");
        assertThatThrownBy(() -> new HostManifest("a.b", List.of())).hasMessageContaining("at least one");
    }
}
