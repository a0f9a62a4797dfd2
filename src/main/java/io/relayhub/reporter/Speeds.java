package io.relayhub.reporter;

import java.util.HashMap;
import java.util.Map;

/// From counters that only rise to what they rise a second. One thread.
final class Speeds {
    private record Reading(long value, long nanos) {}

    private final Map<String, Reading> last = new HashMap<>();

    /// @param nanos of the clock
    /// @return 0 at the first time, and where the counter has begun anew
    long of(String counter, long value, long nanos) {
        Reading before = last.put(counter, new Reading(value, nanos));
        if (before == null || value < before.value() || nanos <= before.nanos()) {
            return 0;
        }
        return Math.round((value - before.value()) * 1e9 / (nanos - before.nanos()));
    }
}
