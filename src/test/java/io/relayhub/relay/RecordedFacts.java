package io.relayhub.relay;

import io.relayhub.link.CloseReason;
import io.relayhub.link.ErrorCode;
import io.relayhub.relay.facts.RelayListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What the relay reported, each as one short line.
final class RecordedFacts implements RelayListener {
    private final List<String> facts = Collections.synchronizedList(new ArrayList<>());

    List<String> all() {
        synchronized (facts) {
            return List.copyOf(facts);
        }
    }

    long count(String fact) {
        return all().stream().filter(fact::equals).count();
    }

    @Override
    public void joined(String session, String role, String connector) {
        facts.add("joined " + role);
    }

    @Override
    public void left(String session, String role) {
        facts.add("left " + role);
    }

    @Override
    public void replaced(String session, String connector) {
        facts.add("replaced");
    }

    @Override
    public void answered(String session, long nanos, boolean success) {
        facts.add("answered");
    }

    @Override
    public void refused(String session, ErrorCode code, long nanos) {
        facts.add("refused " + code);
    }

    @Override
    public void abandoned(String session) {
        facts.add("abandoned");
    }

    @Override
    public void orphaned(String session, Orphan reason) {
        facts.add("orphaned " + reason);
    }

    @Override
    public void ejected(String session) {
        facts.add("ejected");
    }

    @Override
    public void expelled(String session, CloseReason reason) {
        facts.add("expelled " + reason);
    }

    @Override
    public void draining(DrainPhase phase) {
        facts.add("draining " + phase);
    }
}
