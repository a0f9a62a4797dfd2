package io.relayhub.cli.nativehost;

import io.relayhub.connector.nativehost.HostManifest;
import io.relayhub.connector.nativehost.HostManifest.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// Which manifest, of which browsers.
final class HostManifestOptions {
    @Option(
            names = "--browser",
            paramLabel = "<browser>",
            description = "chrome or chromium; repeatable (default: both).")
    private List<Browser> browsers = List.of(Browser.values());

    @Option(
            names = "--name",
            paramLabel = "<name>",
            description = "The host's name, as the extension calls it (default: " + HostManifest.DEFAULT_NAME + ").")
    private String name = HostManifest.DEFAULT_NAME;

    List<Browser> browsers() {
        return browsers;
    }

    String name() {
        return name;
    }

    /// The directory below which this user's browsers look for manifests: `HOME`, as they take it themselves.
    static Path userHome(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home") : home);
    }
}
