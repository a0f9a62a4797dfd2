package io.relayhub.websocket.connection;

import java.util.concurrent.atomic.AtomicReference;

/// Keeps the calls to one conversation apart: one at a time, the end last and once. Nobody waits: an end that comes
/// while somebody is inside is left to that one to do.
public final class SerialCalls {
    private enum State {
        FREE,
        INSIDE,
        INSIDE_AND_ENDING,
        ENDED
    }

    private final Runnable end;
    private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

    public SerialCalls(Runnable end) {
        this.end = end;
    }

    /// To be followed by [#leave] when it has said yes.
    ///
    /// @return false when the end has come
    /// @throws IllegalStateException when somebody is inside: whoever calls has broken the transport's contract
    public boolean enter() {
        if (state.compareAndSet(State.FREE, State.INSIDE)) {
            return true;
        }
        if (state.get() == State.ENDED) {
            return false;
        }
        throw new IllegalStateException("two threads at once in one conversation");
    }

    public void leave() {
        if (!state.compareAndSet(State.INSIDE, State.FREE)) {
            state.set(State.ENDED);
            end.run();
        }
    }

    /// Ends it now, or once nobody is inside.
    public void end() {
        while (true) {
            switch (state.get()) {
                case FREE -> {
                    if (state.compareAndSet(State.FREE, State.ENDED)) {
                        end.run();
                        return;
                    }
                }
                case INSIDE -> {
                    if (state.compareAndSet(State.INSIDE, State.INSIDE_AND_ENDING)) {
                        return;
                    }
                }
                case INSIDE_AND_ENDING, ENDED -> {
                    return;
                }
            }
        }
    }
}
