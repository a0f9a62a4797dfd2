package io.relayhub.relay;

import io.relayhub.link.Session;
import io.relayhub.relay.codec.HubId;
import io.relayhub.relay.facts.ConnectorView;
import io.relayhub.relay.limits.Ejection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// A connection that requests may be given to.
final class Connector {
    /// How sure it is that a connector is at the other end (docs/protocol.md, "Which role is it?").
    enum Standing {
        /// Silent so far: a connector of the old kind, or an agent that has not asked yet.
        PRESUMED,
        /// Was presumed, and left a request unanswered: it gets no other until it answers.
        SET_ASIDE,
        /// Said so, or has answered like one.
        CERTAIN
    }

    private final Session session;
    private final long number;
    private final HubId ids;
    private final long openedAt;
    private final PendingRequests pending = new PendingRequests();
    private final Ejection ejection;

    private volatile ConnectorProfile profile;
    private final AtomicReference<Standing> standing;
    private volatile long lastHeard;
    private volatile boolean left;

    /// @param number this connection's number in this run of the hub
    Connector(
            Session session,
            long number,
            String hub,
            Standing standing,
            ConnectorProfile profile,
            RelaySettings settings,
            long now) {
        this.session = session;
        this.number = number;
        this.ids = new HubId(hub, number);
        this.standing = new AtomicReference<>(standing);
        this.profile = profile;
        this.openedAt = now;
        this.lastHeard = now;
        this.ejection = new Ejection(
                settings.ejection().after(),
                settings.ejection().time().toNanos(),
                settings.requests().timeout().toNanos());
    }

    Session session() {
        return session;
    }

    String tenant() {
        return session.identity().tenant();
    }

    long number() {
        return number;
    }

    HubId ids() {
        return ids;
    }

    PendingRequests pending() {
        return pending;
    }

    Ejection ejection() {
        return ejection;
    }

    ConnectorProfile profile() {
        return profile;
    }

    void profile(ConnectorProfile profile) {
        this.profile = profile;
    }

    Standing standing() {
        return standing.get();
    }

    /// It has shown that it is one.
    void confirm() {
        standing.set(Standing.CERTAIN);
    }

    /// It has left a request unanswered. One that has shown meanwhile what it is stays what it is.
    void setAside() {
        standing.compareAndSet(Standing.PRESUMED, Standing.SET_ASIDE);
    }

    boolean isCertain() {
        return standing.get() == Standing.CERTAIN;
    }

    /// Gone from the registry for good; only the registry says so.
    void leave() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    void heard(long now) {
        lastHeard = now;
    }

    long age(long now) {
        return now - openedAt;
    }

    /// How many requests it may have open: one while it is presumed, so that little is lost if it is an agent.
    int limit(int otherwise) {
        if (!isCertain()) {
            return 1;
        }
        int announced = profile.maxInFlight();
        return announced == 0 ? otherwise : announced;
    }

    String displayId() {
        String id = profile.id();
        return id == null ? session.id() : id;
    }

    ConnectorView view(long now) {
        ConnectorProfile said = profile;
        return new ConnectorView(
                displayId(),
                said.name(),
                said.version(),
                tenant(),
                said.labels(),
                Duration.ofNanos(age(now)),
                Duration.ofNanos(now - lastHeard),
                pending.size());
    }
}
