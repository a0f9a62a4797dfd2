package io.relayhub.relay;

import io.relayhub.relay.codec.Frame.Request;
import io.relayhub.relay.facts.ErrorCode;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// One choice among a tenant's connectors (docs/protocol.md, "Choice of connector"): of those that may take the
/// request, the one with the fewest open; silent ones only where nobody else may. Used once, by one thread.
final class Selection {
    private final Request request;
    private final RelaySettings settings;
    private final long now;

    private @Nullable Connector best;
    private boolean bestIsCertain;
    private int bestOpen;

    private int present;
    private int otherName;
    private int otherLabels;
    private int otherActions;
    private int full;
    private int resting;
    private int undecided;

    Selection(Request request, RelaySettings settings, long now) {
        this.request = request;
        this.settings = settings;
        this.now = now;
    }

    /// Looks at all of them, beginning at a turn that moves on, so that equals take turns.
    ///
    /// @return null when nobody may take the request: [#code] and [#sentence] say why
    @Nullable
    Connector choose(Connector[] connectors, int turn) {
        present = connectors.length;
        for (int i = 0; i < connectors.length; i++) {
            consider(connectors[Math.floorMod(turn + i, connectors.length)]);
        }
        return best;
    }

    private void consider(Connector connector) {
        ConnectorProfile profile = connector.profile();
        String wanted = request.connector();
        boolean certain = connector.isCertain();
        if (wanted != null
                && !profile.isCalled(wanted)
                && !wanted.equals(connector.session().id())) {
            otherName++;
        } else if (!profile.hasLabels(request.labels())) {
            otherLabels++;
        } else if (!profile.offers(request.action())) {
            otherActions++;
        } else if (!certain
                && (connector.standing() == Connector.Standing.SET_ASIDE
                        || connector.age(now) < settings.presumeAfter().toNanos())) {
            undecided++;
        } else if (!connector.ejection().admits(now)) {
            resting++;
        } else {
            int open = connector.pending().size();
            if (open >= connector.limit(settings.maxRequestsPerConnector())) {
                full++;
            } else if (best == null || (certain && !bestIsCertain) || (certain == bestIsCertain && open < bestOpen)) {
                best = connector;
                bestIsCertain = certain;
                bestOpen = open;
            }
        }
    }

    ErrorCode code() {
        if (request.connector() != null && otherName == present) {
            return ErrorCode.CONNECTOR_NOT_FOUND;
        }
        return full + resting > 0 ? ErrorCode.CONNECTOR_BUSY : ErrorCode.NO_CONNECTOR;
    }

    /// How many connectors there were, and why each was left out.
    String sentence() {
        if (present == 0) {
            return "No connector is connected; start one on the machine that is to be reached.";
        }
        var reasons = new StringJoiner(", ");
        reason(reasons, otherName, "not the one that was asked for");
        reason(reasons, otherLabels, "without the labels that were asked for");
        reason(reasons, otherActions, "without this action");
        reason(reasons, full, "with as many open requests as allowed");
        reason(reasons, resting, "resting after requests that were left unanswered");
        reason(reasons, undecided, "silent so far and not known to be a connector");
        return "None of the " + present + " connections that might take this request can: " + reasons + ".";
    }

    private static void reason(StringJoiner reasons, int count, String why) {
        if (count > 0) {
            reasons.add(count + " " + why);
        }
    }
}
