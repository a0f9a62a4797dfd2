package io.relayhub.client;

import io.relayhub.dial.Backoff;
import io.relayhub.dial.UplinkSettings;
import java.time.Duration;

/// The choices of a [RelayClient].
///
/// @param name            shown in the hub's lists; empty for none
/// @param version         this agent's version, compared with the connector's by the hub; empty for none
/// @param connectTimeout  for the first connection, and for a request to wait for a lost one to come back
/// @param requestTimeout  for requests that name none
/// @param heartbeat       time between two pings
/// @param backoff         the waiting between attempts to reconnect
/// @param maxMessageBytes the largest request that is sent, and the largest answer that is taken
public record ClientOptions(
        String name,
        String version,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration heartbeat,
        Backoff backoff,
        int maxMessageBytes) {
    public static final ClientOptions DEFAULT = new ClientOptions(
            "",
            "",
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            UplinkSettings.HEARTBEAT,
            Backoff.DEFAULT,
            10 * 1024 * 1024);

    public ClientOptions {
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("the connect timeout must be at least 1 ms");
        }
        if (requestTimeout.toMillis() < 1 || requestTimeout.compareTo(Request.MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("the request timeout must be between 1 ms and 10 min");
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("the message limit must be at least 1024 bytes");
        }
    }

    public ClientOptions withName(String shown) {
        return new ClientOptions(shown, version, connectTimeout, requestTimeout, heartbeat, backoff, maxMessageBytes);
    }

    public ClientOptions withVersion(String ours) {
        return new ClientOptions(name, ours, connectTimeout, requestTimeout, heartbeat, backoff, maxMessageBytes);
    }

    public ClientOptions withConnectTimeout(Duration longest) {
        return new ClientOptions(name, version, longest, requestTimeout, heartbeat, backoff, maxMessageBytes);
    }

    public ClientOptions withRequestTimeout(Duration longest) {
        return new ClientOptions(name, version, connectTimeout, longest, heartbeat, backoff, maxMessageBytes);
    }

    public ClientOptions withHeartbeat(Duration interval) {
        return new ClientOptions(name, version, connectTimeout, requestTimeout, interval, backoff, maxMessageBytes);
    }

    public ClientOptions withBackoff(Backoff between) {
        return new ClientOptions(name, version, connectTimeout, requestTimeout, heartbeat, between, maxMessageBytes);
    }
}
