package io.relayhub.cli.connect;

import io.relayhub.cli.console.HubLocation;
import io.relayhub.connector.ConnectorListener;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connector's facts as lines for a person, and the state of its connection. No line has a token or a payload in it.
public final class ConnectorConsole implements ConnectorListener {
    private static final int UNAUTHORIZED = 401;

    private final HubAddress address;
    private final Consumer<String> lines;
    private final Consumer<LinkState> states;
    private final InstantSource clock;
    /// Guarded by this, as what follows.
    private @Nullable LinkState last;

    private boolean wasConnected;

    /// @param states told when the first attempt has succeeded or failed, and at each change after that; must not wait
    public ConnectorConsole(
            HubAddress address, Consumer<String> lines, Consumer<LinkState> states, InstantSource clock) {
        this.address = address;
        this.lines = lines;
        this.states = states;
        this.clock = clock;
    }

    @Override
    public void connected() {
        lines.accept("Connected to " + address);
        become(LinkState.Kind.CONNECTED, "");
    }

    @Override
    public void hubLeaving() {
        lines.accept("The hub is about to leave");
    }

    @Override
    public void waiting(Disconnect ending, Duration delay) {
        lines.accept("Not connected: " + ending.sentence() + "; next attempt in " + delay.toMillis() + " ms");
        become(LinkState.Kind.RECONNECTING, ending.sentence());
    }

    /// Says nothing of an end that was not wanted: whoever runs the connector complains of it.
    @Override
    public void ended(Disconnect ending) {
        if (ending instanceof Disconnect.Left) {
            lines.accept("Ended: " + ending.sentence());
        } else {
            become(LinkState.Kind.ENDED, sentence(ending));
        }
    }

    private void become(LinkState.Kind kind, String reason) {
        LinkState state;
        synchronized (this) {
            wasConnected |= kind == LinkState.Kind.CONNECTED;
            Instant since = last != null && last.kind() == kind ? last.since() : clock.instant();
            state = new LinkState(kind, since, reason);
            last = state;
        }
        states.accept(state);
    }

    /// What happened and what to do, for people.
    synchronized String sentence(Disconnect ending) {
        if (ending instanceof Disconnect.Refused refused && refused.status() == UNAUTHORIZED) {
            if (!address.hasToken()) {
                return HubLocation.NO_TOKEN;
            }
            if (wasConnected) {
                return "the hub no longer knows this token, as one that was started anew has another; connect again with"
                        + " the URL that 'relayhub status' prints on the hub's machine now";
            }
        }
        return ending.sentence();
    }

    @Override
    public void handled(String action, Outcome outcome, String detail, Duration time) {
        String code = detail.isEmpty() ? "" : " " + detail;
        lines.accept(action + " " + outcome + code + " " + time.toMillis() + " ms");
    }

    @Override
    public void failed(String action, String provider, Throwable cause) {
        // The class and the place, not the message: that one may quote a payload.
        StackTraceElement[] stack = cause.getStackTrace();
        lines.accept("The " + provider + " provider failed in " + action + ": "
                + cause.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]));
    }

    @Override
    public void notUnderstood() {
        lines.accept("The hub said something that is not understood");
    }
}
