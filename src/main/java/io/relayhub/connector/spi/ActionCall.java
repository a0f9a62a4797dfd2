package io.relayhub.connector.spi;

import java.time.Duration;
import java.util.Optional;

/// One request that a provider is to answer. Its methods may be called from any thread.
///
/// When the agent withdraws the request, its deadline passes or the connector stops, the thread that runs
/// [Provider#handle] is interrupted: a provider that waits in interruptible calls needs to do nothing more than let
/// the `InterruptedException` through.
public interface ActionCall {
    String action();

    /// The request's `data`; JSON `null` where there was none.
    Json data();

    /// Which agent asks: the hub's opaque name for the agent's connection, the same for all its requests and never
    /// another's. Empty where the hub does not say, so that all agents are one.
    default Optional<String> agent() {
        return Optional.empty();
    }

    /// Time left until the answer is worthless: from the request's `timeoutMs` or `timeoutSec`, else 60 s. Zero
    /// once it has passed, never negative.
    Duration remaining();

    /// Nobody waits for the answer any more. What is still returned or thrown is dropped.
    boolean cancelled();

    /// Sends a part of the answer ahead of it, any number of times. Nothing happens when nobody waits any more. May
    /// block for as long as the hub does not read.
    void progress(Json part);
}
