package io.relayhub.app;

import io.relayhub.app.address.PortMapping;
import io.relayhub.app.failure.BadSettingException;
import io.relayhub.app.fleet.FleetProperties;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.line.LineRules;
import io.relayhub.relay.RelaySettings;
import io.relayhub.security.TokenSettings;
import io.relayhub.websocket.Capacity;
import io.relayhub.websocket.SocketSettings;
import io.relayhub.websocket.door.DoorSettings;
import io.relayhub.websocket.handshake.Entrance;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/// Everything under `relayhub.` (docs/operations.md, "Settings"); the defaults stand in `application.yml`. A plain
/// number is seconds where a duration is expected, and bytes where a size is. An unknown key stops the start, unless
/// it is an environment variable or a system property: those are shared with others.
///
/// What each value may be, its room's record checks: [#sockets] and [#relay].
///
/// @param token  the single token. Null: not given; empty: there shall be none
/// @param tokenFile the file that has it, where no token was given
/// @param tokens further tokens with identities of their own
/// @param wrongTokensPerMinute of one address, after which it is answered 429; 0 is no limit
/// @param node   this hub's name in welcomes; null: the host's name
/// @param fleet  null: there is none
/// @param drainTimeout time that open requests get to finish when the hub stops
@ConfigurationProperties(prefix = "relayhub", ignoreUnknownFields = false)
public record HubProperties(
        @Nullable String token,
        @Nullable String tokenFile,
        @DefaultValue List<TokenSettings> tokens,
        @Nullable String node,
        String path,
        @DefaultValue Set<String> allowedOrigins,
        int wrongTokensPerMinute,
        LoginSettings login,
        DoorSettings door,
        int maxConnections,
        DataSize maxMessageSize,
        DataSize outboundQueueSize,
        @DurationUnit(ChronoUnit.SECONDS) Duration heartbeatTimeout,
        @DurationUnit(ChronoUnit.SECONDS) Duration pingInterval,
        @DurationUnit(ChronoUnit.SECONDS) Duration writeTimeout,
        @DurationUnit(ChronoUnit.SECONDS) Duration closeTimeout,
        @DurationUnit(ChronoUnit.SECONDS) Duration messageTimeout,
        int controlFramesPerSecond,
        int maxFragments,
        @Nullable DataSize assemblyBudget,
        @Nullable DataSize outboundBudget,
        @DurationUnit(ChronoUnit.SECONDS) Duration requestTimeout,
        @DurationUnit(ChronoUnit.SECONDS) Duration maxRequestTimeout,
        int maxRequestsPerAgent,
        int maxRequestsPerConnector,
        int agentRate,
        @DurationUnit(ChronoUnit.SECONDS) Duration presumeAfter,
        int malformedPerMinute,
        int foreignAnswersPerMinute,
        int ejectAfter,
        @DurationUnit(ChronoUnit.SECONDS) Duration ejectFor,
        @DurationUnit(ChronoUnit.SECONDS) Duration drainTimeout,
        @DurationUnit(ChronoUnit.SECONDS) Duration drainRetry,
        @DefaultValue Sandbox sandbox,
        @Nullable FleetProperties fleet) {

    /// The surroundings of a hub that runs in a sandbox (docs/operations.md, "Sandboxes").
    ///
    /// @param portMappingUrl   of the API that knows a port's public address, with `{port}`; null: there is none
    /// @param portMappingField the answer's member that has it: a name or a JSON pointer
    public record Sandbox(
            @Nullable String portMappingUrl,
            @DefaultValue("url") String portMappingField) {
        Optional<PortMapping> portMapping() {
            return Optional.ofNullable(portMappingUrl)
                    .filter(url -> !url.isBlank())
                    .map(url -> new PortMapping(url, portMappingField, PortMapping.TIMEOUT));
        }
    }

    /// The login by a first message, for peers that connect without a token.
    ///
    /// @param timeout from the handshake until the peer has logged in
    /// @param waiting connections that have not logged in; the oldest gives way to a new one
    public record LoginSettings(
            boolean enabled,
            @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
            int waiting) {}

    private static final int PINGS_IN_A_TIMEOUT = 3;

    public HubProperties {
        tokens = List.copyOf(tokens);
        allowedOrigins = Set.copyOf(allowedOrigins);
        if (drainTimeout.isNegative()) {
            throw new BadSettingException("relayhub.drain-timeout is negative: 0 ends open requests at once.");
        }
    }

    /// @throws IllegalArgumentException with a sentence that begins with the property's name, without `relayhub.`
    SocketSettings sockets() {
        return new SocketSettings(
                path,
                allowedOrigins,
                new SocketSettings.Heartbeat(
                        heartbeatTimeout, shorter(pingInterval, heartbeatTimeout.dividedBy(PINGS_IN_A_TIMEOUT))),
                new SocketSettings.Timeouts(writeTimeout, closeTimeout, messageTimeout),
                new SocketSettings.Limits(maxMessageSize, outboundQueueSize, controlFramesPerSecond, maxFragments));
    }

    /// @return null where peers present their tokens in the handshake
    /// @throws IllegalArgumentException with a sentence that begins with the property's name, without `relayhub.`
    Entrance.@Nullable Login firstMessageLogin() {
        return login.enabled() ? new Entrance.Login(login.timeout(), login.waiting()) : null;
    }

    /// @throws IllegalArgumentException with a sentence that begins with the property's name, without `relayhub.`
    Capacity capacity() {
        if (assemblyBudget != null && assemblyBudget.compareTo(maxMessageSize) < 0) {
            throw new IllegalArgumentException("assembly-budget must have room for one message of max-message-size");
        }
        return new Capacity(maxConnections, assemblyBudget, outboundBudget);
    }

    /// Whoever only shortens the heartbeat must not have to think of the ping that keeps a quiet peer alive.
    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// @param hostName the node's name where none was given
    /// @throws IllegalArgumentException with a sentence that begins with the property's name, without `relayhub.`
    RelaySettings relay(Supplier<String> hostName) {
        return new RelaySettings(
                new RelaySettings.Greeting(node == null || node.isBlank() ? hostName.get() : node, heartbeatTimeout),
                new RelaySettings.Requests(
                        requestTimeout, maxRequestTimeout, maxRequestsPerAgent, maxRequestsPerConnector),
                new RelaySettings.Ejecting(ejectAfter, ejectFor),
                new RelaySettings.Peers(agentRate, presumeAfter, foreignAnswersPerMinute),
                new LineRules(
                        JsonLimits.DEFAULT,
                        Math.toIntExact(maxMessageSize.toBytes()),
                        malformedPerMinute,
                        messageTimeout));
    }

    /// Without the tokens.
    @Override
    public String toString() {
        return "HubProperties[path=" + path + "]";
    }
}
