package io.relayhub.security;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.relayhub.link.GuessLimit;
import io.relayhub.link.Network;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The limit of wrong credentials from one [Network]. It remembers the [#ADDRESSES] that were wrong last; who has been
/// forgotten begins anew.
///
/// Any thread; one lock, held for a look-up and an addition.
public final class AddressGuessLimit implements GuessLimit {
    static final int ADDRESSES = 4096;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final int perMinute;
    private final TimeMeter clock;
    private final Map<String, Bucket> wrong = new LinkedHashMap<>(16, 0.75f, true);

    /// @param perMinute wrong ones that are answered as such, all at once or one by one
    /// @param clock     nanoseconds
    public AddressGuessLimit(int perMinute, LongSupplier clock) {
        this.perMinute = perMinute;
        this.clock = new Nanos(clock);
    }

    @Override
    public int wrong(String address) {
        String network = Network.of(address);
        ConsumptionProbe probe;
        synchronized (wrong) {
            probe = wrong.computeIfAbsent(network, ignored -> bucket()).tryConsumeAndReturnRemaining(1);
            if (wrong.size() > ADDRESSES) {
                wrong.remove(wrong.keySet().iterator().next());
            }
        }
        return probe.isConsumed() ? 0 : (int) (1 + probe.getNanosToWaitForRefill() / SECOND);
    }

    int remembered() {
        synchronized (wrong) {
            return wrong.size();
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(clock)
                .build();
    }

    private record Nanos(LongSupplier clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
