package io.relayhub.dial;

import java.util.concurrent.CompletableFuture;

/// Opens connections to hubs.
public interface Dialer extends AutoCloseable {
    /// @return the open connection; fails with a [DialException] and nothing else
    CompletableFuture<Wire> dial(HubAddress address);

    /// Cuts off what is open.
    @Override
    void close();
}
