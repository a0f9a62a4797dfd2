package io.relayhub.link;

import java.util.function.LongSupplier;

/// A dialect with work under way that the hub lets finish before it stops. Any thread.
public interface Drainable {
    /// From now on nothing new is begun; peers that would understand it are asked to go elsewhere.
    ///
    /// @param retry says for each peer after how many milliseconds it should come back
    void beginDrain(LongSupplier retry);

    /// Whether everything that was under way has ended.
    boolean isDrained();

    /// Ends what is still under way, each with its own outcome.
    ///
    /// @param now nanoseconds of the hub's clock
    void endDrain(long now);
}
