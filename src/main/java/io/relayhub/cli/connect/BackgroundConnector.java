package io.relayhub.cli.connect;

import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.cli.process.Self;
import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.DaemonRecord;
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
import java.util.Optional;
import java.util.stream.Stream;

/// A connector of this user in the background: one for each hub's URL, in `connectors/` of the state directory.
final class BackgroundConnector extends BackgroundProcess {
    /// Hands the URL over, out of everybody's sight.
    static final String URL_VARIABLE = "RELAYHUB_CONNECT_URL";

    static final String TOKEN_VARIABLE = "RELAYHUB_CONNECT_TOKEN";
    private static final String DIRECTORY = "connectors";

    private BackgroundConnector(Map<String, String> environment, String name) {
        super(environment, DIRECTORY + "/" + name);
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

    @Override
    protected String noun() {
        return "connector";
    }

    @Override
    protected String told(DaemonRecord record, String event) {
        return "Connector to " + hub(record) + " " + event;
    }

    /// @param url     with its token, if it has one there
    /// @param token   beside it; empty for none
    /// @param options as typed
    StartResult start(String url, String token, List<String> options) {
        return start(
                Self.command("connect", "--detached", options),
                token.isEmpty() ? Map.of(URL_VARIABLE, url) : Map.of(URL_VARIABLE, url, TOKEN_VARIABLE, token),
                Path.of("").toAbsolutePath(),
                // It is recorded as ready only once its first attempt has had a result.
                record -> true);
    }

    /// Whether it was started with exactly these, in whatever order.
    static boolean isAsTold(DaemonRecord connector, String url, String token, List<String> options) {
        return connector.text("serverUrl").equals(Optional.of(url))
                && connector.text("token").equals(Optional.of(token))
                && options(connector).stream()
                        .sorted()
                        .toList()
                        .equals(options.stream().sorted().toList());
    }

    /// As they were typed.
    static List<String> options(DaemonRecord connector) {
        return connector.text("options").stream().flatMap(String::lines).toList();
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
