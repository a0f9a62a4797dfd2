package io.relayhub.cli;

import io.relayhub.daemon.DaemonRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        port.ifPresent(value -> options.addAll(List.of("--port", value.toString())));
        path.ifPresent(value -> options.addAll(List.of("--path", value)));
        heartbeat.ifPresent(value -> options.addAll(List.of("--heartbeat", value.toString())));
        maxConnections.ifPresent(value -> options.addAll(List.of("--max-connections", value.toString())));
        maxMessageSize.ifPresent(value -> options.addAll(List.of("--max-message-size", value.toString())));
        host.ifPresent(value -> options.addAll(List.of("--host", value)));
        return options;
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
