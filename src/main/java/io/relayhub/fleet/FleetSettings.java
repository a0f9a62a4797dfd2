package io.relayhub.fleet;

import java.time.Duration;

/// The choices of a [Fleet] (docs/fleet.md, "Switching it on").
///
/// @param offlineAfter  the age of the last report from which a server is off-line
/// @param historyStep   time between two points of the history, in whole seconds
/// @param historyBudget bytes that all histories may take
/// @param pictureBudget bytes that all last reports may take, as they are kept for viewers
public record FleetSettings(Duration offlineAfter, Duration historyStep, long historyBudget, long pictureBudget) {
    static final Duration SILENCE = Duration.ofSeconds(60);
    static final Duration GRACE = Duration.ofSeconds(5);
    static final Duration PUSH = Duration.ofSeconds(1);

    private static final Duration LONGEST_STEP = Duration.ofHours(1);

    /// @throws IllegalArgumentException with a sentence that begins with the property's name
    public FleetSettings {
        require(offlineAfter.isPositive(), "offline-after must be longer than nothing");
        require(
                historyStep.toSeconds() >= 1 && historyStep.compareTo(LONGEST_STEP) <= 0,
                "history-step must be from 1s to 1h");
        require(historyBudget >= 0, "history-budget must be 0 or more");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
