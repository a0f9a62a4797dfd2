package io.relayhub.cli;

import io.relayhub.daemon.Daemon;
import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.DaemonFiles;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.Launch;
import io.relayhub.daemon.StateDirectory;
import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A connector of this user in the background: one for each hub's URL, in `connectors/` of the state directory.
final class BackgroundConnector {
    /// Hands the URL over, out of everybody's sight.
    static final String URL_VARIABLE = "RELAYHUB_CONNECT_URL";

    static final String TOKEN_VARIABLE = "RELAYHUB_CONNECT_TOKEN";
    private static final String DIRECTORY = "connectors";

    private final Map<String, String> environment;
    private final StateDirectory directory;
    private final Daemon daemon;

    private BackgroundConnector(Map<String, String> environment, String name) {
        this.environment = environment;
        this.directory = home(environment);
        this.daemon = new Daemon(directory, DIRECTORY + "/" + name);
    }

    static BackgroundConnector of(Map<String, String> environment, HubAddress address) {
        return new BackgroundConnector(environment, hash(address.name()));
    }

    /// Those that have a record, running or killed.
    static List<BackgroundConnector> recorded(Map<String, String> environment) {
        return with(".json", environment);
    }

    /// Those that have a log, running or not.
    static List<BackgroundConnector> logged(Map<String, String> environment) {
        return with(".log", environment);
    }

    private static List<BackgroundConnector> with(String ending, Map<String, String> environment) {
        Path place = home(environment).path().resolve(DIRECTORY);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .map(name ->
                            new BackgroundConnector(environment, name.substring(0, name.length() - ending.length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StateDirectory home(Map<String, String> environment) {
        return StateDirectory.of(environment, System.getProperty("user.home"));
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

    /// @param url     with its token, if it has one there
    /// @param token   beside it; empty for none
    /// @param options as typed
    StartResult start(String url, String token, List<String> options) {
        Map<String, String> handedOver = SecretArguments.without(environment);
        handedOver.put(URL_VARIABLE, url);
        if (!token.isEmpty()) {
            handedOver.put(TOKEN_VARIABLE, token);
        }
        return daemon.start(new Launch(
                Self.command("connect", "--detached", options),
                handedOver,
                Path.of("").toAbsolutePath(),
                // It is recorded as ready only once its first attempt has had a result.
                record -> true));
    }

    static String hub(DaemonRecord connector) {
        return connector.text("hub").orElse("?");
    }

    private static String hash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
