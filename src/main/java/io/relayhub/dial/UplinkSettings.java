package io.relayhub.dial;

import java.time.Duration;
import java.util.function.Supplier;

/// The choices of an [Uplink].
///
/// @param hello     asked for the first line of each connection, with its line feed; empty for none. Must not block
/// @param heartbeat time between two JSON pings, 30 s by default; a hub that says nothing at all between two of
///     them is taken for gone
/// @param backoff   the waiting between attempts
public record UplinkSettings(Supplier<byte[]> hello, Duration heartbeat, Backoff backoff) {
    public static final Duration HEARTBEAT = Duration.ofSeconds(30);

    public UplinkSettings {
        if (heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException("the heartbeat's interval must be at least 1 ms");
        }
    }
}
