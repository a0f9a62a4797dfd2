package io.relayhub.connector.chrome.document;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The documents of one tab in which elements have numbers (`@e5` is number 5). The engine in a document gives and
/// keeps them, so an element keeps its number for as long as its document stays; what is kept here is which numbers
/// are whose. A number is never given to another element of the same tab. Safe for threads.
public final class References {
    /// @param engineId the script world that knows the element
    public record Owner(String session, String engineId) {}

    private record Range(int last, Owner owner) {}

    /// At most so many runs of numbers; the oldest are forgotten.
    static final int MAX_RANGES = 10_000;

    private final ReentrantLock naming = new ReentrantLock();

    // By the first number of each.
    @GuardedBy("this")
    private final TreeMap<Integer, Range> ranges = new TreeMap<>();

    @GuardedBy("this")
    private int last;

    /// Held from asking for [#last] until [#given]: two documents never get the same numbers.
    public ReentrantLock naming() {
        return naming;
    }

    public synchronized int last() {
        return last;
    }

    /// A document has given the numbers after the last one up to this one.
    public synchronized void given(Owner owner, int upTo) {
        if (upTo > last) {
            ranges.put(last + 1, new Range(upTo, owner));
            last = upTo;
            if (ranges.size() > MAX_RANGES) {
                ranges.pollFirstEntry();
            }
        }
    }

    /// Whose number this is; empty when nobody's, or no longer.
    public synchronized Optional<Owner> find(int number) {
        Map.Entry<Integer, Range> range = ranges.floorEntry(number);
        return range == null || range.getValue().last() < number
                ? Optional.empty()
                : Optional.of(range.getValue().owner());
    }

    public synchronized void clear() {
        ranges.clear();
    }
}
