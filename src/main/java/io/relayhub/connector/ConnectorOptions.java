package io.relayhub.connector;

import io.relayhub.dial.Backoff;
import io.relayhub.dial.UplinkSettings;
import java.time.Duration;
import java.util.Map;

/// The behaviour of a [Connector].
///
/// @param id              the same for the same machine and hub every time, so that the hub can tell a return from
///     a newcomer; 1 to 128 characters
/// @param name            shown to people, and agents may ask for it
/// @param version         compared with the agents' by the hub; empty for none
/// @param labels          what agents may choose by
/// @param allowed         which actions agents may use
/// @param maxInFlight     requests at a time, for each provider; announced to the hub
/// @param heartbeat       time between two pings
/// @param backoff         the waiting between attempts to reconnect
/// @param start           whether the first connection may fail
/// @param maxMessageBytes the largest answer that is sent, and the largest request that is taken
public record ConnectorOptions(
        String id,
        String name,
        String version,
        Map<String, String> labels,
        AllowList allowed,
        int maxInFlight,
        Duration heartbeat,
        Backoff backoff,
        Start start,
        int maxMessageBytes) {
    /// What happens when the first attempt to connect fails.
    public enum Start {
        /// As with any other: it is repeated.
        PATIENT,
        /// The connector gives up.
        FAIL_FAST
    }

    public ConnectorOptions {
        if (id.isEmpty() || id.length() > 128) {
            throw new IllegalArgumentException("a connector's id has 1 to 128 characters");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("a connector must take at least one request at a time");
        }
        labels = Map.copyOf(labels);
    }

    public static ConnectorOptions of(String id, String name) {
        return new ConnectorOptions(
                id,
                name,
                "",
                Map.of(),
                new AllowList.Everything(),
                256,
                UplinkSettings.HEARTBEAT,
                Backoff.DEFAULT,
                Start.PATIENT,
                10 * 1024 * 1024);
    }

    public ConnectorOptions withVersion(String ours) {
        return new ConnectorOptions(
                id, name, ours, labels, allowed, maxInFlight, heartbeat, backoff, start, maxMessageBytes);
    }

    public ConnectorOptions withLabels(Map<String, String> all) {
        return new ConnectorOptions(
                id, name, version, all, allowed, maxInFlight, heartbeat, backoff, start, maxMessageBytes);
    }

    public ConnectorOptions withAllowed(AllowList only) {
        return new ConnectorOptions(
                id, name, version, labels, only, maxInFlight, heartbeat, backoff, start, maxMessageBytes);
    }

    public ConnectorOptions withMaxInFlight(int most) {
        return new ConnectorOptions(
                id, name, version, labels, allowed, most, heartbeat, backoff, start, maxMessageBytes);
    }

    public ConnectorOptions withHeartbeat(Duration interval) {
        return new ConnectorOptions(
                id, name, version, labels, allowed, maxInFlight, interval, backoff, start, maxMessageBytes);
    }

    public ConnectorOptions withBackoff(Backoff between) {
        return new ConnectorOptions(
                id, name, version, labels, allowed, maxInFlight, heartbeat, between, start, maxMessageBytes);
    }

    public ConnectorOptions withStart(Start how) {
        return new ConnectorOptions(
                id, name, version, labels, allowed, maxInFlight, heartbeat, backoff, how, maxMessageBytes);
    }

    public ConnectorOptions withMaxMessageBytes(int most) {
        return new ConnectorOptions(id, name, version, labels, allowed, maxInFlight, heartbeat, backoff, start, most);
    }
}
