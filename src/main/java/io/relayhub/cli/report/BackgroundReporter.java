package io.relayhub.cli.report;

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
import java.util.stream.Stream;

/// A reporter of this user in the background: one for each hub's URL and id, in `reporters/` of the state directory.
final class BackgroundReporter extends BackgroundProcess {
    static final String HUB = "hub";
    static final String ID = "id";
    static final String STATE = "state";
    static final String REASON = "reason";
    private static final String DIRECTORY = "reporters";
    private static final String RECORD = ".json";

    private BackgroundReporter(Map<String, String> environment, String name) {
        super(environment, DIRECTORY + "/" + name);
    }

    static BackgroundReporter of(Map<String, String> environment, HubAddress address, String id) {
        return new BackgroundReporter(environment, hash(address.name() + " " + id));
    }

    /// Those that have a record, running or killed.
    static List<BackgroundReporter> recorded(Map<String, String> environment) {
        Path place = home(environment).path().resolve(DIRECTORY);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(RECORD))
                    .sorted()
                    .map(name ->
                            new BackgroundReporter(environment, name.substring(0, name.length() - RECORD.length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String noun() {
        return "reporter";
    }

    @Override
    protected String told(DaemonRecord record, String event) {
        return "Reporter " + record.text(ID).orElse("?") + " to "
                + record.text(HUB).orElse("?") + " " + event;
    }

    /// @param words the options as typed, and the URL
    StartResult start(String secret, List<String> words) {
        return start(
                Self.command("report", "--detached", words),
                Map.of(ReportOptionsMixin.SECRET_VARIABLE, secret),
                Path.of("").toAbsolutePath(),
                record -> true);
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
