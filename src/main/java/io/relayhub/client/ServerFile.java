package io.relayhub.client;

import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The file in which a hub of this machine says where it is (docs/protocol.md, "Command line, files, environment"):
/// its `localUrl`, or the `serverUrl` of a hub of the original's kind.
final class ServerFile {
    private static final String NAME = "cloud-server.json";

    private ServerFile() {}

    /// `RELAYHUB_HOME`, else `.mtop-devtools` in `HOME`, where a hub of this user has its files too.
    ///
    /// @param environment the process environment
    /// @param userHome    the value of the system property `user.home`, which counts where `HOME` says nothing
    static Path home(Map<String, String> environment, String userHome) {
        String named = environment.getOrDefault("RELAYHUB_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        return named.isBlank() ? Path.of(home.isBlank() ? userHome : home, ".mtop-devtools") : Path.of(named);
    }

    /// @throws RelayException `NOT_CONNECTED`, when there is no such file or no URL in it
    static HubAddress read(Path home) {
        Path file = home.resolve(NAME);
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw unusable("no hub was started on this machine (there is no " + file + ")");
        } catch (IOException e) {
            throw unusable(file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        String url = null;
        try {
            JsonNode fields = JsonMapper.shared().readTree(content);
            String local = fields.path("localUrl").stringValue(null);
            url = local == null ? fields.path("serverUrl").stringValue(null) : local;
        } catch (JacksonException e) {
            // As good as a file without an URL.
        }
        if (url == null) {
            throw unusable(file + " has no hub's URL in it");
        }
        try {
            return HubAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw unusable(file + " has a malformed URL in it");
        }
    }

    private static RelayException unusable(String what) {
        return new RelayException(RelayException.NOT_CONNECTED, false, what + "; start one, or give the hub's URL");
    }
}
