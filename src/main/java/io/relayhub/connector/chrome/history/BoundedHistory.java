package io.relayhub.connector.chrome.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The newest entries, as many as fit into a count and a weight; the oldest give way. One that is heavier than all
/// together may be is not kept. Safe for threads.
final class BoundedHistory<E> {
    private record Weighed<E>(E entry, long weight) {}

    private final int maxEntries;
    private final long maxWeight;

    @GuardedBy("this")
    private final Map<String, Weighed<E>> entries = new LinkedHashMap<>();

    @GuardedBy("this")
    private long weight;

    @GuardedBy("this")
    private long dropped;

    BoundedHistory(int maxEntries, long maxWeight) {
        this.maxEntries = maxEntries;
        this.maxWeight = maxWeight;
    }

    /// Adds an entry as the newest, or replaces the one with this key where it stands.
    synchronized void put(String key, E entry, long entryWeight) {
        if (entryWeight > maxWeight) {
            remove(key);
            dropped++;
            return;
        }
        Weighed<E> before = entries.put(key, new Weighed<>(entry, entryWeight));
        weight += entryWeight - (before == null ? 0 : before.weight());
        Iterator<Weighed<E>> oldest = entries.values().iterator();
        while (entries.size() > maxEntries || weight > maxWeight) {
            weight -= oldest.next().weight();
            oldest.remove();
            dropped++;
        }
    }

    synchronized @Nullable E get(String key) {
        Weighed<E> found = entries.get(key);
        return found == null ? null : found.entry();
    }

    synchronized @Nullable E remove(String key) {
        Weighed<E> found = entries.remove(key);
        if (found == null) {
            return null;
        }
        weight -= found.weight();
        return found.entry();
    }

    /// Oldest first.
    synchronized List<E> all() {
        List<E> all = new ArrayList<>(entries.size());
        entries.values().forEach(weighed -> all.add(weighed.entry()));
        return all;
    }

    /// How many entries have given way so far.
    synchronized long dropped() {
        return dropped;
    }
}
