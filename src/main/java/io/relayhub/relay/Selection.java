package io.relayhub.relay;

import io.relayhub.link.ErrorCode;
import io.relayhub.relay.codec.Frame.Request;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One choice among a tenant's connectors (docs/protocol.md, "Choice of connector"): of those that may take the
/// request, the one with the fewest open; silent ones only where nobody else may.
final class Selection {
    /// Whether a connector may take the request, or why it may not.
    enum Fitness {
        FIT(""),
        OTHER_NAME("not the one that was asked for"),
        OTHER_LABELS("without the labels that were asked for"),
        OTHER_ACTIONS("without this action"),
        FULL("with as many open requests as allowed"),
        BLOCKED("not reading as fast as it is asked"),
        RESTING("resting after requests that were left unanswered"),
        GONE("whose connection is ending"),
        UNDECIDED("silent so far and not known to be a connector");

        private final String why;

        Fitness(String why) {
            this.why = why;
        }
    }

    private static final Pattern PRINTABLE = Pattern.compile("[\\w.:@-]{1,64}");
    private static final int MOST_NAMED = 10;

    private final RelaySettings settings;

    Selection(RelaySettings settings) {
        this.settings = settings;
    }

    /// Looks at all of them, beginning at a turn that moves on, so that equals take turns.
    ///
    /// @return null when nobody may take the request: [#refusal] says why
    @Nullable
    Connector choose(Request request, Connector[] connectors, int turn, long now) {
        Connector best = null;
        int fewest = 0;
        for (int i = 0; i < connectors.length; i++) {
            Connector each = connectors[Math.floorMod(turn + i, connectors.length)];
            if (fitness(each, request, now) == Fitness.FIT) {
                int open = each.pending().size();
                if (best == null
                        || (each.isCertain() && !best.isCertain())
                        || (each.isCertain() == best.isCertain() && open < fewest)) {
                    best = each;
                    fewest = open;
                }
            }
        }
        return best;
    }

    private Fitness fitness(Connector connector, Request request, long now) {
        ConnectorProfile profile = connector.profile();
        String wanted = request.connector();
        if (wanted != null
                && !profile.isCalled(wanted)
                && !wanted.equals(connector.session().id())) {
            return Fitness.OTHER_NAME;
        }
        if (!profile.hasLabels(request.labels())) {
            return Fitness.OTHER_LABELS;
        }
        if (!profile.offers(request.action())) {
            return Fitness.OTHER_ACTIONS;
        }
        if (!connector.isCertain()
                && (connector.standing() == Connector.Standing.SET_ASIDE
                        || connector.age(now) < settings.peers().presumeAfter().toNanos())) {
            return Fitness.UNDECIDED;
        }
        if (!connector.ejection().admits(now)) {
            return Fitness.RESTING;
        }
        int limit = connector.limit(settings.requests().perConnector());
        return connector.pending().size() < limit ? Fitness.FIT : Fitness.FULL;
    }

    /// Why nobody may take a request.
    record Refusal(ErrorCode code, String sentence) {}

    /// How many connectors there were, and why each was left out.
    ///
    /// @param tried those that were chosen and had no room for it after all
    Refusal refusal(Request request, Connector[] connectors, Map<Connector, Fitness> tried, long now) {
        Map<Fitness, Integer> counts = new EnumMap<>(Fitness.class);
        for (Connector connector : connectors) {
            // What was found full when it was asked may have room by now, and the sentence is about then.
            Fitness found = fitness(connector, request, now);
            counts.merge(tried.getOrDefault(connector, found == Fitness.FIT ? Fitness.FULL : found), 1, Integer::sum);
        }
        ErrorCode code = code(request, counts, connectors.length);
        String sentence = code == ErrorCode.CONNECTOR_NOT_FOUND
                ? "No connector of this id or name is connected; " + present(connectors)
                : sentence(counts, connectors.length);
        return new Refusal(code, sentence);
    }

    /// The connectors of the agent's own tenant, as far as their ids are fit to be shown.
    private static String present(Connector[] connectors) {
        List<String> ids = Arrays.stream(connectors)
                .filter(Connector::isCertain)
                .map(Connector::displayId)
                .filter(id -> PRINTABLE.matcher(id).matches())
                .sorted()
                .toList();
        if (ids.isEmpty()) {
            return "start it on the machine that is to be reached.";
        }
        String named = String.join(", ", ids.subList(0, Math.min(MOST_NAMED, ids.size())));
        int others = ids.size() - MOST_NAMED;
        return "there are " + named + (others > 0 ? " and " + others + " more." : ".");
    }

    private static ErrorCode code(Request request, Map<Fitness, Integer> counts, int present) {
        if (request.connector() != null && counts.getOrDefault(Fitness.OTHER_NAME, 0) == present) {
            return ErrorCode.CONNECTOR_NOT_FOUND;
        }
        boolean busy = counts.containsKey(Fitness.FULL)
                || counts.containsKey(Fitness.BLOCKED)
                || counts.containsKey(Fitness.RESTING);
        return busy ? ErrorCode.CONNECTOR_BUSY : ErrorCode.NO_CONNECTOR;
    }

    private static String sentence(Map<Fitness, Integer> counts, int present) {
        if (present == 0) {
            return "No connector is connected; start one on the machine that is to be reached.";
        }
        var reasons = new StringJoiner(", ");
        counts.forEach((fitness, count) -> reasons.add(count + " " + fitness.why));
        return "None of the " + present + " connections that might take this request can: " + reasons + ".";
    }
}
