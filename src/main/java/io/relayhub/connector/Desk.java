package io.relayhub.connector;

import io.relayhub.connector.spi.Provider;
import java.util.concurrent.Semaphore;

/// One provider and the calls that it works on. A call that hangs keeps its place until its thread comes back, so a
/// provider that never returns fills its own desk and nobody else's.
final class Desk {
    private final String name;
    private final Provider provider;
    private final Semaphore places;

    Desk(String name, Provider provider, int places) {
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
