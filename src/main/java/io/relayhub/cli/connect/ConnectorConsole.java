package io.relayhub.cli.connect;

import io.relayhub.connector.ConnectorListener;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// A connector's facts as lines for a person. No line has a token or a payload in it.
public final class ConnectorConsole implements ConnectorListener {
    private final HubAddress address;
    private final Consumer<String> lines;
    private final Runnable settled;

    /// @param settled run when the first attempt has succeeded or failed, and again whenever that happens
    public ConnectorConsole(HubAddress address, Consumer<String> lines, Runnable settled) {
        this.address = address;
        this.lines = lines;
        this.settled = settled;
    }

    @Override
    public void connected() {
        lines.accept("Connected to " + address);
        settled.run();
    }

    @Override
    public void hubLeaving() {
        lines.accept("The hub is about to leave");
    }

    @Override
    public void waiting(Disconnect ending, Duration delay) {
        lines.accept("Not connected: " + ending.sentence() + "; next attempt in " + delay.toMillis() + " ms");
        settled.run();
    }

    @Override
    public void ended(Disconnect ending) {
        lines.accept("Ended: " + ending.sentence());
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
