package io.relayhub.dial;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.line.LifeSign;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/// Stays connected to one hub: dials, says hello, keeps the heartbeat, and comes back after every end that is not
/// final (docs/protocol.md, "Closes" and "Heartbeat").
///
/// One attempt or one connection at a time, each with a generation; whatever an older generation still says is
/// ignored. Decided under the lock, done outside of it. Methods may be called from any thread.
public final class Uplink implements AutoCloseable {
    /// A connection that lasted so long starts the back-off anew.
    private static final Duration HEALTHY = Duration.ofSeconds(60);

    private final HubAddress address;
    private final UplinkSettings settings;
    private final Dialer dialer;
    private final Timers timers;
    private final RandomGenerator random;
    private final UplinkListener listener;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private State state = new Idle();

    @GuardedBy("lock")
    private int attempts;

    /// What a goaway asked for, counted from then; the close that follows may say nothing.
    @GuardedBy("lock")
    private long notBefore;

    private sealed interface State {}

    private record Idle() implements State {}

    private record Dialing() implements State {}

    private record Waiting(Timers.Timer timer) implements State {}

    private record Up(Wire wire, long since, Heartbeat heartbeat) implements State {}

    private record Over() implements State {}

    public Uplink(
            HubAddress address,
            UplinkSettings settings,
            Dialer dialer,
            Timers timers,
            RandomGenerator random,
            UplinkListener listener) {
        this.address = address;
        this.settings = settings;
        this.dialer = dialer;
        this.timers = timers;
        this.random = random;
        this.listener = listener;
        this.notBefore = timers.now();
    }

    /// Makes the first attempt; called once.
    public void start() {
        dial();
    }

    /// Leaves a connection whose hub is [UplinkListener#leaving], because nothing is owed on it any more.
    public void moveOn(Wire wire) {
        if (isCurrent(wire)) {
            // Told to the listener as what it is: the hub's wish, not ours.
            wire.close(new Disconnect.Closed(1012, "DRAIN"));
        }
    }

    /// Ends it all. The listener hears [UplinkListener#gaveUp], before this returns.
    @Override
    public void close() {
        State before;
        synchronized (lock) {
            before = state;
            state = new Over();
        }
        switch (before) {
            case Over over -> {
                return;
            }
            case Up up -> {
                up.heartbeat().stop();
                up.wire().close(new Disconnect.Left());
                listener.down(up.wire(), new Disconnect.Left());
            }
            case Waiting waiting -> waiting.timer().cancel();
            case Idle idle -> {}
            case Dialing dialing -> {}
        }
        listener.gaveUp(new Disconnect.Left());
    }

    private void dial() {
        Dialing dialing = new Dialing();
        synchronized (lock) {
            if (state instanceof Over) {
                return;
            }
            state = dialing;
        }
        var _ = dialer.dial(address).whenComplete((wire, failure) -> {
            if (failure == null) {
                connected(dialing, wire);
            } else {
                failed(dialing, endingOf(failure));
            }
        });
    }

    private void connected(Dialing dialing, Wire wire) {
        Heartbeat heartbeat = new Heartbeat(wire, timers, settings.heartbeat());
        boolean wanted;
        synchronized (lock) {
            wanted = isState(dialing);
            if (wanted) {
                state = new Up(wire, timers.now(), heartbeat);
            }
        }
        if (!wanted) {
            wire.close(new Disconnect.Left());
            return;
        }
        byte[] hello = settings.hello().get();
        if (hello.length > 0) {
            wire.post(hello);
        }
        listener.up(wire);
        heartbeat.start();
        wire.listen(new Events(wire, heartbeat));
    }

    private void failed(Dialing dialing, Disconnect ending) {
        synchronized (lock) {
            if (!isState(dialing)) {
                return;
            }
        }
        comeBackOrGiveUp(dialing, ending);
    }

    private void ended(Wire wire, Disconnect ending) {
        Up up;
        synchronized (lock) {
            if (!(state instanceof Up current) || !same(current.wire(), wire)) {
                return;
            }
            up = current;
            if (timers.now() - up.since() >= HEALTHY.toNanos()) {
                attempts = 0;
            }
        }
        up.heartbeat().stop();
        listener.down(wire, ending);
        comeBackOrGiveUp(up, ending);
    }

    private void comeBackOrGiveUp(State from, Disconnect ending) {
        Duration delay = null;
        synchronized (lock) {
            if (!isState(from)) {
                return;
            }
            if (ending.terminal() || settings.backoff().exhausted(attempts)) {
                state = new Over();
            } else {
                Duration asked = max(ending.notBefore(), Duration.ofNanos(notBefore - timers.now()));
                delay = asked.plus(settings.backoff().delay(attempts, random));
                attempts++;
                state = new Waiting(timers.after(delay, this::dial));
            }
        }
        if (delay == null) {
            listener.gaveUp(ending);
        } else {
            listener.waiting(ending, delay);
        }
    }

    private void control(Wire wire, Heartbeat heartbeat, Envelope envelope) {
        switch (Objects.requireNonNullElse(envelope.text(Field.TYPE), "")) {
            case "pong" -> {}
            case "ping" -> wire.post(LifeSign.PONG.line(System.currentTimeMillis()));
            case "welcome" -> envelope.integer(Field.HEARTBEAT_TIMEOUT_MS).ifPresent(heartbeat::hubTimeout);
            case "goaway" -> goAway(wire, envelope);
            default -> listener.message(wire, envelope);
        }
    }

    private void goAway(Wire wire, Envelope envelope) {
        long millis = Math.clamp(
                envelope.integer(Field.RECONNECT_AFTER_MS).orElse(0),
                0,
                Duration.ofMinutes(5).toMillis());
        synchronized (lock) {
            notBefore = timers.now() + Duration.ofMillis(millis).toNanos();
        }
        listener.leaving(wire);
    }

    private boolean isCurrent(Wire wire) {
        synchronized (lock) {
            return state instanceof Up up && same(up.wire(), wire);
        }
    }

    @GuardedBy("lock")
    private boolean isState(State expected) {
        return same(state, expected);
    }

    /// Each attempt and each connection is one object.
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Object one, Object other) {
        return one == other;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Disconnect endingOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof DialException dial ? dial.ending() : Disconnect.Broken.because("no connection", cause);
    }

    private final class Events implements Wire.Listener {
        private final Wire wire;
        private final Heartbeat heartbeat;

        Events(Wire wire, Heartbeat heartbeat) {
            this.wire = wire;
            this.heartbeat = heartbeat;
        }

        @Override
        public void heard() {
            heartbeat.heard();
        }

        @Override
        public void line(Envelope line) {
            if (isCurrent(wire)) {
                control(wire, heartbeat, line);
            }
        }

        @Override
        public void garbage() {
            listener.garbage();
        }

        @Override
        public void ended(Disconnect ending) {
            Uplink.this.ended(wire, ending);
        }
    }
}
