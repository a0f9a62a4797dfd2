package io.relayhub.cli.hub;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a hub can be told on the command line. An option that is not given leaves the setting to the environment, the
/// configuration file or the default.
final class HubOptions {
    private static final int MAX_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    private @Nullable Integer port;
    private @Nullable String path;
    private @Nullable String token;
    private @Nullable Integer heartbeat;
    private @Nullable Integer maxConnections;
    private @Nullable ByteSize maxMessageSize;
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "<port>",
            description = "Port of the hub; 0 takes a free one (default: 8080).")
    void setPort(int port) {
        check(port >= 0 && port <= MAX_PORT, "--port is a number from 0 to 65535, not " + port);
        this.port = port;
    }

    @Option(names = "--path", paramLabel = "<path>", description = "Path of the WebSocket endpoint (default: /ws).")
    void setPath(String path) {
        check(path.matches("/[A-Za-z0-9._~/-]*"), "--path begins with / and has letters, digits and ._~/- only");
        this.path = path;
    }

    @Option(
            names = "--token",
            paramLabel = "<token>",
            description = "What agents and connectors must present. MTOP_DEVTOOLS_TOKEN in the environment beats it;"
                    + " without either, 32 random characters.")
    void setToken(String token) {
        check(!token.isBlank(), "--token must not be empty");
        this.token = token;
    }

    @Option(
            names = "--heartbeat",
            paramLabel = "<seconds>",
            description = "A peer that was silent for so long is disconnected (default: 90).")
    void setHeartbeat(int seconds) {
        check(seconds > 0, "--heartbeat is a number of seconds above 0, not " + seconds);
        this.heartbeat = seconds;
    }

    @Option(
            names = "--max-connections",
            paramLabel = "<n>",
            description = "Connections beyond this are refused (default: 100).")
    void setMaxConnections(int maxConnections) {
        check(maxConnections > 0, "--max-connections is a number above 0, not " + maxConnections);
        this.maxConnections = maxConnections;
    }

    @Option(
            names = "--max-message-size",
            paramLabel = "<size>",
            converter = ByteSize.Converter.class,
            description = "The largest message, in bytes or as 512KB or 10MB (default: 10MB).")
    void setMaxMessageSize(ByteSize size) {
        this.maxMessageSize = size;
    }

    @Option(
            names = "--host",
            paramLabel = "<name>",
            description =
                    "Name or address of this machine in the URLs that are printed, or the URL of the proxy before it."
                            + " CLOUD_SERVER_HOST in the"
                            + " environment beats it (default: the address of the interface with the default route).")
    void setHost(String host) {
        check(
                host.matches("(wss?://)?[A-Za-z0-9._:\\[\\]-]+"),
                "--host is a name, an address, or a URL such as wss://hub.example.org");
        this.host = host;
    }

    HubSettings settings() {
        return new HubSettings(
                Optional.ofNullable(port),
                Optional.ofNullable(path),
                Optional.ofNullable(token),
                Optional.ofNullable(heartbeat),
                Optional.ofNullable(maxConnections),
                Optional.ofNullable(maxMessageSize).map(ByteSize::bytes),
                Optional.ofNullable(host));
    }

    private void check(boolean right, String sentence) {
        if (!right) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
        }
    }
}
