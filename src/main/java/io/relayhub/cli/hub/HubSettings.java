package io.relayhub.cli.hub;

import io.relayhub.daemon.DaemonRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The settings of a hub that were given, each with what it is in the three languages that must carry it: options on a
/// command line, properties of the application, details of the record (from which a restart has them again).
///
/// @param heartbeat      seconds
/// @param maxMessageSize bytes
/// @param host           the name in printed URLs
record HubSettings(
        Optional<Integer> port,
        Optional<String> path,
        Optional<String> token,
        Optional<Integer> heartbeat,
        Optional<Integer> maxConnections,
        Optional<Integer> maxMessageSize,
        Optional<String> host) {
    private static final String PORT = "--port";
    private static final String PATH = "--path";
    private static final String HEARTBEAT = "--heartbeat";
    private static final String MAX_CONNECTIONS = "--max-connections";
    private static final String MAX_MESSAGE_SIZE = "--max-message-size";
    private static final String HOST = "--host";
    private static final Set<String> OPTIONS = Set.of(PORT, PATH, HEARTBEAT, MAX_CONNECTIONS, MAX_MESSAGE_SIZE, HOST);

    /// The settings of a hub that ran, as its record has them.
    static HubSettings of(DaemonRecord record) {
        return new HubSettings(
                integer(record, "port"),
                record.text("path"),
                record.text("token"),
                integer(record, "heartbeat"),
                integer(record, "maxConnections"),
                integer(record, "maxMessageSize"),
                record.text("publicHost"));
    }

    private static Optional<Integer> integer(DaemonRecord record, String name) {
        return record.number(name).map(Long::intValue);
    }

    boolean isEmpty() {
        return equals(new HubSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /// These, and the others where these say nothing.
    HubSettings or(HubSettings others) {
        return new HubSettings(
                port.or(others::port),
                path.or(others::path),
                token.or(others::token),
                heartbeat.or(others::heartbeat),
                maxConnections.or(others::maxConnections),
                maxMessageSize.or(others::maxMessageSize),
                host.or(others::host));
    }

    /// All but the token, which must not stand in a command line.
    List<String> asOptions() {
        List<String> options = new ArrayList<>();
        port.ifPresent(value -> options.addAll(List.of(PORT, value.toString())));
        path.ifPresent(value -> options.addAll(List.of(PATH, value)));
        heartbeat.ifPresent(value -> options.addAll(List.of(HEARTBEAT, value.toString())));
        maxConnections.ifPresent(value -> options.addAll(List.of(MAX_CONNECTIONS, value.toString())));
        maxMessageSize.ifPresent(value -> options.addAll(List.of(MAX_MESSAGE_SIZE, value.toString())));
        host.ifPresent(value -> options.addAll(List.of(HOST, value)));
        return options;
    }

    /// The settings in options as [#asOptions] writes them.
    ///
    /// @return empty when they were written by somebody else
    static Optional<HubSettings> ofOptions(List<String> options) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < options.size(); i += 2) {
            values.put(options.get(i), options.get(i + 1));
        }
        if (options.size() % 2 != 0 || !OPTIONS.containsAll(values.keySet())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HubSettings(
                    integer(values, PORT),
                    Optional.ofNullable(values.get(PATH)),
                    Optional.empty(),
                    integer(values, HEARTBEAT),
                    integer(values, MAX_CONNECTIONS),
                    integer(values, MAX_MESSAGE_SIZE),
                    Optional.ofNullable(values.get(HOST))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> integer(Map<String, String> values, String option) {
        return Optional.ofNullable(values.get(option)).map(Integer::valueOf);
    }

    /// What a restart cannot learn from the running hub itself.
    Map<String, Object> asDetails() {
        Map<String, Object> details = new LinkedHashMap<>();
        heartbeat.ifPresent(value -> details.put("heartbeat", (long) value));
        maxConnections.ifPresent(value -> details.put("maxConnections", (long) value));
        maxMessageSize.ifPresent(value -> details.put("maxMessageSize", (long) value));
        host.ifPresent(value -> details.put("publicHost", value));
        return details;
    }

    /// All but the token and the host, which have rules of their own.
    Map<String, Object> asProperties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        port.ifPresent(value -> properties.put("server.port", value));
        path.ifPresent(value -> properties.put("relayhub.path", value));
        heartbeat.ifPresent(value -> properties.put("relayhub.heartbeat-timeout", value + "s"));
        maxConnections.ifPresent(value -> properties.put("relayhub.max-connections", value));
        maxMessageSize.ifPresent(value -> properties.put("relayhub.max-message-size", value + "B"));
        return properties;
    }

    /// Without the token.
    @Override
    public String toString() {
        return "HubSettings" + asOptions();
    }
}
