package io.relayhub.reporter;

import io.relayhub.dial.HubAddress;
import io.relayhub.link.CloseReason;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Reports how this machine is to one hub (docs/fleet.md, "The reporter"): connects, sends a report at every interval,
/// and comes back after every end but one.
///
/// [#run] is for one platform thread, which does all of it; [#close] may be called from any.
public final class Reporter implements AutoCloseable {
    /// A connection that lasted so long starts the waiting anew.
    private static final long HEALTHY = Duration.ofSeconds(60).toNanos();

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(15);

    private final HubAddress address;
    private final String secret;
    private final ReportOptions options;
    private final ReportListener listener;
    private final Reconnects reconnects;
    private final ReportLink.Pulse pulse;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Reporter(
            HubAddress address, String secret, ReportOptions options, ReportListener listener, RandomGenerator random) {
        this(address, secret, options, listener, random, ReportLink.Pulse.DOCUMENTED);
    }

    Reporter(
            HubAddress address,
            String secret,
            ReportOptions options,
            ReportListener listener,
            RandomGenerator random,
            ReportLink.Pulse pulse) {
        this.pulse = pulse;
        this.address = address;
        this.secret = secret;
        this.options = options;
        this.listener = listener;
        this.reconnects = new Reconnects(random);
    }

    /// One report, without sending it. Takes a second.
    public static String once(ReportOptions options) throws InterruptedException {
        Sampler sampler = new Sampler(options.interfaces(), options.disks());
        TimeUnit.SECONDS.sleep(1);
        return ReportText.of(sampler.sample(System.nanoTime()), options, System.currentTimeMillis() / 1000);
    }

    /// Reports until it is closed or the hub says something final.
    ///
    /// @return why it gave up; empty when it was closed
    public Optional<String> run() throws InterruptedException {
        Sampler sampler = new Sampler(options.interfaces(), options.disks());
        // Speeds and loads are those of the time between two looks.
        if (closed.await(1, TimeUnit.SECONDS)) {
            return Optional.empty();
        }
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build()) {
            try {
                return report(sampler, http);
            } finally {
                // Or its close would wait for a connection that does not end.
                http.shutdownNow();
            }
        }
    }

    private Optional<String> report(Sampler sampler, HttpClient http) throws InterruptedException {
        while (closed.getCount() > 0) {
            long begun = System.nanoTime();
            ReportLink link = new ReportLink(address, closed, pulse);
            ReportLink.Ending ending = link.open(http, secret, options.who().id(), CONNECT_WITHIN);
            if (ending == null) {
                listener.connected();
                ending = link.report(
                        () -> ReportText.of(
                                sampler.sample(System.nanoTime()), options, System.currentTimeMillis() / 1000),
                        options.interval());
            }
            if (closed.getCount() == 0) {
                return Optional.empty();
            }
            if (ending.code() == CloseReason.REPLACED.code()) {
                return Optional.of(ending.sentence());
            }
            if (System.nanoTime() - begun >= HEALTHY) {
                reconnects.reset();
            }
            Duration delay = reconnects.next();
            if (ending.notBefore().compareTo(delay) > 0) {
                delay = ending.notBefore();
            }
            listener.waiting(ending.sentence(), delay);
            if (closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// Ends it soon; the hub is told.
    @Override
    public void close() {
        closed.countDown();
    }
}
