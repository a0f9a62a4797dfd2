package io.relayhub.link.line;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Dialect;
import io.relayhub.link.Session;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// The dialects of lines that are spoken at one path: each line goes to the one that names its `type`, and to the
/// first of them when nobody does. Every method may be called from any thread and never blocks.
public final class LinePath implements Dialect {
    private static final long SHORTEST_RETRY_MILLIS = 1_000;
    private static final long LONGEST_RETRY_MILLIS = 5_000;

    private final LineRules rules;
    private final AssemblyBudget budget;
    private final RandomGenerator random;
    private final LineDialect first;
    private final List<LineDialect> others;
    private final Map<String, LineDialect> byType = new HashMap<>();
    private final IdentityHashMap<LineDialect, Scans> scans = new IdentityHashMap<>();
    /// Those who have begun a line and not finished it.
    private final Set<LineReader> unfinished = ConcurrentHashMap.newKeySet();

    /// @param budget for unfinished lines, of which others may claim, too
    /// @param random spreads the return of those for whom there is no memory
    /// @param first  takes every line that no other dialect names, so it must read `type` where there are others
    /// @throws IllegalArgumentException when two of the others name one type
    public LinePath(
            LineRules rules,
            AssemblyBudget budget,
            RandomGenerator random,
            LineDialect first,
            List<? extends LineDialect> others) {
        this.rules = rules;
        this.budget = budget;
        this.random = random;
        this.first = first;
        this.others = List.copyOf(others);
        scans.put(first, new Scans(first.members(), rules.json()));
        for (LineDialect dialect : others) {
            scans.put(dialect, new Scans(dialect.members(), rules.json()));
            for (String type : dialect.types()) {
                if (byType.put(type, dialect) != null) {
                    throw new IllegalArgumentException("two dialects of one path answer the type " + type);
                }
            }
        }
        if (!byType.isEmpty() && first.members().type() == null) {
            throw new IllegalArgumentException("the first of several dialects must read the member type");
        }
    }

    @Override
    public Conversation open(Session session, long now) {
        return new LineReader(this, session, first.open(session, now), now);
    }

    @Override
    public void onTick(long now) {
        for (LineReader reader : unfinished) {
            reader.check(now);
        }
        first.onTick(now);
        for (LineDialect dialect : others) {
            dialect.onTick(now);
        }
    }

    LineRules rules() {
        return rules;
    }

    AssemblyBudget budget() {
        return budget;
    }

    LineDialect first() {
        return first;
    }

    /// The dialects beside the first, by the types they answer.
    Map<String, LineDialect> byType() {
        return byType;
    }

    /// What reads the lines of one of these dialects.
    Scans scans(LineDialect dialect) {
        return Objects.requireNonNull(scans.get(dialect), "a dialect of this path");
    }

    /// Checks every tick whether this peer's line is finished in time, or does so no longer.
    void watch(LineReader reader, boolean on) {
        if (on) {
            unfinished.add(reader);
        } else {
            unfinished.remove(reader);
        }
    }

    /// A close with what it takes to come back.
    Closing closing(CloseReason reason) {
        return reason == CloseReason.SERVER_BUSY
                ? Closing.retryAfter(reason, random.nextLong(SHORTEST_RETRY_MILLIS, LONGEST_RETRY_MILLIS + 1))
                : Closing.because(reason);
    }
}
