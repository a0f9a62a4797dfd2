package io.relayhub.connector.chrome.page;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.browser.Tab;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The last snapshots of each tab, so that an agent can ask for what has changed since one of them. Safe for threads.
public final class SnapshotHistory {
    private static final int KEPT = 4;
    private static final Pattern NAME = Pattern.compile("^\\s*(@e\\d+) ");

    private record Kept(String id, Set<String> lines, Set<String> names) {}

    /// @param changed the lines that are new or different, as they stand in the new snapshot
    /// @param gone    the references of elements that are no longer shown
    public record Change(String changed, List<String> gone) {}

    @GuardedBy("this")
    private final Map<Tab, Deque<Kept>> byTab = new WeakHashMap<>();

    @GuardedBy("this")
    private int last;

    /// @return the snapshot's id
    public synchronized String keep(Tab tab, String lines) {
        String id = "s" + ++last;
        Deque<Kept> kept = byTab.computeIfAbsent(tab, key -> new ArrayDeque<>());
        kept.addLast(new Kept(id, plain(lines), names(lines)));
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        return id;
    }

    /// Empty when that snapshot is not known any more.
    public synchronized Optional<Change> since(Tab tab, String id, String lines) {
        return byTab.getOrDefault(tab, new ArrayDeque<>()).stream()
                .filter(kept -> kept.id().equals(id))
                .findFirst()
                .map(kept -> change(kept, lines));
    }

    private static Change change(Kept before, String lines) {
        StringBuilder changed = new StringBuilder();
        lines.lines()
                .filter(line -> !before.lines().contains(line.strip()))
                .forEach(line -> changed.append(line).append('\n'));
        Set<String> now = names(lines);
        List<String> gone =
                before.names().stream().filter(name -> !now.contains(name)).toList();
        return new Change(changed.toString().stripTrailing(), gone);
    }

    /// Without the indent: what has only moved has not changed.
    private static Set<String> plain(String lines) {
        Set<String> all = new LinkedHashSet<>();
        lines.lines().map(String::strip).forEach(all::add);
        return all;
    }

    private static Set<String> names(String lines) {
        Set<String> names = new LinkedHashSet<>();
        lines.lines().forEach(line -> {
            Matcher name = NAME.matcher(line);
            if (name.find()) {
                names.add(name.group(1));
            }
        });
        return names;
    }
}
