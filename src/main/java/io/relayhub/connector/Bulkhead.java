package io.relayhub.connector;

import io.relayhub.connector.spi.Provider;
import java.util.concurrent.Semaphore;

/// A wall between one provider and the others: so many calls at a time, counted until their threads come back, so that
/// a provider that never returns uses up its own places and nobody else's.
final class Bulkhead {
    private final String name;
    private final Provider provider;
    private final Semaphore places;

    Bulkhead(String name, Provider provider, int places) {
        this.name = name;
        this.provider = provider;
        this.places = new Semaphore(places);
    }

    String name() {
        return name;
    }

    Provider provider() {
        return provider;
    }

    /// @return false when as many calls are in work as may be
    boolean enter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }
}
