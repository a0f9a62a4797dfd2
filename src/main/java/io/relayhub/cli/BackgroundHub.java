package io.relayhub.cli;

import io.relayhub.daemon.Daemon;
import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.DaemonFiles;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.Launch;
import io.relayhub.daemon.StateDirectory;
import io.relayhub.daemon.light.HealthCheck;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The hub of this user in the background: `cloud-server` in the state directory.
final class BackgroundHub {
    private static final String NAME = "cloud-server";
    private static final String COMMAND = "start";
    private static final String OPTION = "--foreground";

    private final Map<String, String> environment;
    private final StateDirectory directory;
    private final Daemon daemon;

    BackgroundHub(Map<String, String> environment) {
        this.environment = environment;
        this.directory = StateDirectory.of(environment, System.getProperty("user.home"));
        this.daemon = new Daemon(directory, NAME);
    }

    static BackgroundHub ofThisUser() {
        return new BackgroundHub(System.getenv());
    }

    StateDirectory directory() {
        return directory;
    }

    Daemon daemon() {
        return daemon;
    }

    DaemonFiles files() {
        return daemon.files();
    }

    /// @param workingDirectory where the hub looks for `application.yml` and `config/`
    StartResult start(HubSettings settings, Path workingDirectory) {
        Map<String, String> handedOver = SecretArguments.without(environment);
        handedOver.put(Detached.VARIABLE, "1");
        settings.token().ifPresent(token -> handedOver.put(Detached.TOKEN_VARIABLE, token));
        return daemon.start(new Launch(
                Self.command(COMMAND, OPTION, settings.asOptions()),
                handedOver,
                Files.isDirectory(workingDirectory)
                        ? workingDirectory
                        : Path.of("").toAbsolutePath(),
                BackgroundHub::answers));
    }

    /// What [#start] told the process that it started; empty in any other process.
    static Optional<HubSettings> handedOver(List<String> words, Map<String, String> environment) {
        boolean isOurDoing = Detached.isThisProcess(environment)
                && words.size() >= 2
                && words.subList(0, 2).equals(List.of(COMMAND, OPTION));
        return isOurDoing ? HubSettings.ofOptions(words.subList(2, words.size())) : Optional.empty();
    }

    static boolean answers(DaemonRecord hub) {
        return hub.text("health").map(URI::create).filter(HealthCheck::answers).isPresent();
    }

    static Optional<String> serverUrl(DaemonRecord hub) {
        return hub.text("serverUrl");
    }
}
