package io.relayhub.testing;

import io.relayhub.connector.ConnectorListener;
import io.relayhub.dial.Disconnect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what a connector tells, for a test to look at afterwards.
public final class ConnectorFacts implements ConnectorListener {
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Disconnect> ends = new CopyOnWriteArrayList<>();

    /// What a provider has to say to its operator.
    public void notice(String sentence) {
        notices.add(sentence);
    }

    /// Everything that an operator may read.
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /// Bugs of providers.
    public List<String> failures() {
        return List.copyOf(failures);
    }

    public List<Disconnect> ends() {
        return List.copyOf(ends);
    }

    @Override
    public void connected() {
        notices.add("connected");
    }

    @Override
    public void hubLeaving() {
        notices.add("leaving");
    }

    @Override
    public void waiting(Disconnect ending, Duration delay) {
        notices.add(ending.sentence());
    }

    @Override
    public void ended(Disconnect ending) {
        ends.add(ending);
    }

    @Override
    public void handled(String action, Outcome outcome, String detail, Duration time) {}

    @Override
    public void failed(String action, String provider, Throwable cause) {
        failures.add(action + " in " + provider + ": " + cause);
    }

    @Override
    public void notUnderstood() {
        notices.add("not understood");
    }
}
