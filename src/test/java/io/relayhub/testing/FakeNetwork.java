package io.relayhub.testing;

import io.relayhub.dial.DialException;
import io.relayhub.dial.Dialer;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import io.relayhub.dial.Wire;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A network in which a test decides what comes of each attempt to connect.
public final class FakeNetwork implements Dialer {
    private final List<CompletableFuture<Wire>> attempts = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Wire> dial(HubAddress address) {
        CompletableFuture<Wire> attempt = new CompletableFuture<>();
        attempts.add(attempt);
        return attempt;
    }

    @Override
    public void close() {}

    public int attempts() {
        return attempts.size();
    }

    /// The latest attempt succeeds.
    public FakeWire accept() {
        FakeWire wire = new FakeWire();
        attempts.getLast().complete(wire);
        return wire;
    }

    /// The latest attempt fails.
    public void refuse(Disconnect ending) {
        attempts.getLast().completeExceptionally(new DialException(ending));
    }
}
