package io.relayhub.telemetry;

import io.relayhub.link.CloseReason;
import io.relayhub.link.ErrorCode;
import io.relayhub.relay.facts.RelayListener;

/// Tells each fact to two listeners, so that what one counts the other has logged.
public record TeeRelayListener(RelayListener first, RelayListener second) implements RelayListener {
    @Override
    public void joined(String session, String role, String connector) {
        first.joined(session, role, connector);
        second.joined(session, role, connector);
    }

    @Override
    public void left(String session, String role) {
        first.left(session, role);
        second.left(session, role);
    }

    @Override
    public void replaced(String session, String connector) {
        first.replaced(session, connector);
        second.replaced(session, connector);
    }

    @Override
    public void answered(String session, long nanos, boolean success) {
        first.answered(session, nanos, success);
        second.answered(session, nanos, success);
    }

    @Override
    public void refused(String session, ErrorCode code, long nanos) {
        first.refused(session, code, nanos);
        second.refused(session, code, nanos);
    }

    @Override
    public void abandoned(String session) {
        first.abandoned(session);
        second.abandoned(session);
    }

    @Override
    public void orphaned(String session, Orphan reason) {
        first.orphaned(session, reason);
        second.orphaned(session, reason);
    }

    @Override
    public void ejected(String session) {
        first.ejected(session);
        second.ejected(session);
    }

    @Override
    public void expelled(String session, CloseReason reason) {
        first.expelled(session, reason);
        second.expelled(session, reason);
    }

    @Override
    public void draining(DrainPhase phase) {
        first.draining(phase);
        second.draining(phase);
    }
}
