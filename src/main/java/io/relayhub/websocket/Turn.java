package io.relayhub.websocket;

import java.util.concurrent.atomic.AtomicReference;

/// Keeps the calls to one conversation apart: one at a time, the end last and once. Nobody waits: an end that comes
/// while
/// somebody is inside is left to that one to do.
final class Turn {
    private enum State {
        FREE,
        TAKEN,
        TAKEN_AND_ENDING,
        ENDED
    }

    private final Runnable end;
    private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

    Turn(Runnable end) {
        this.end = end;
    }

    /// Does this unless the end has come.
    void take(Runnable call) {
        if (!state.compareAndSet(State.FREE, State.TAKEN)) {
            return;
        }
        try {
            call.run();
        } finally {
            if (!state.compareAndSet(State.TAKEN, State.FREE)) {
                state.set(State.ENDED);
                end.run();
            }
        }
    }

    /// Ends it now, or once nobody is inside.
    void end() {
        while (true) {
            switch (state.get()) {
                case FREE -> {
                    if (state.compareAndSet(State.FREE, State.ENDED)) {
                        end.run();
                        return;
                    }
                }
                case TAKEN -> {
                    if (state.compareAndSet(State.TAKEN, State.TAKEN_AND_ENDING)) {
                        return;
                    }
                }
                case TAKEN_AND_ENDING, ENDED -> {
                    return;
                }
            }
        }
    }
}
