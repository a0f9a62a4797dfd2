package io.relayhub.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.relay.facts.RelayListener.Orphan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The requests that one connector has been given and has not answered. Whoever takes a request out of here decides
/// its one outcome; so each request has exactly one. Once sealed it opens nothing more, so a request cannot slip in
/// behind the connector's leaving.
///
/// Any thread may call any method; each holds the one lock for a few operations.
final class PendingRequests {
    enum Opening {
        OPENED,
        FULL,
        SEALED
    }

    /// How many of the last numbers are remembered with what became of them. A power of two.
    private static final int REMEMBERED = 1_024;

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final NumberTable open = new NumberTable();

    /// By number, what an answer would be that comes after the request was settled; made with the first one.
    @GuardedBy("lock")
    private Orphan @Nullable [] fates;

    @GuardedBy("lock")
    private long next = 1;

    @GuardedBy("lock")
    private boolean sealed;

    /// No open request's deadline is before this.
    @GuardedBy("lock")
    private long earliest;

    private volatile int size;

    int size() {
        return size;
    }

    Opening open(PendingRequest request, int limit, long now) {
        synchronized (lock) {
            if (sealed) {
                return Opening.SEALED;
            }
            if (open.size() >= limit) {
                return Opening.FULL;
            }
            long deadline = now + request.remaining(now);
            if (open.size() == 0 || deadline - earliest < 0) {
                earliest = deadline;
            }
            request.number(next++);
            open.put(request);
            size = open.size();
            return Opening.OPENED;
        }
    }

    @Nullable
    PendingRequest find(long number) {
        synchronized (lock) {
            return open.get(number);
        }
    }

    /// Takes out the request that has been answered.
    ///
    /// @return null when it is not open
    @Nullable
    PendingRequest complete(long number) {
        synchronized (lock) {
            PendingRequest request = open.remove(number);
            if (request != null) {
                settled(number, Orphan.DUPLICATE);
            }
            return request;
        }
    }

    /// Takes out a request that shall not be answered any more.
    ///
    /// @param fate what an answer that still comes will be counted as
    /// @return false when it has its outcome already
    boolean withdraw(PendingRequest request, Orphan fate) {
        synchronized (lock) {
            if (!open.contains(request)) {
                return false;
            }
            open.remove(request.number());
            settled(request.number(), fate);
            return true;
        }
    }

    /// Takes out the requests whose time is over.
    List<PendingRequest> expire(long now) {
        synchronized (lock) {
            if (open.size() == 0 || now - earliest < 0) {
                return List.of();
            }
            List<PendingRequest> expired = new ArrayList<>();
            long nearest = Long.MAX_VALUE;
            for (PendingRequest request : open.all()) {
                long remaining = request.remaining(now);
                if (remaining <= 0) {
                    expired.add(request);
                } else {
                    nearest = Math.min(nearest, remaining);
                }
            }
            for (PendingRequest request : expired) {
                open.remove(request.number());
                settled(request.number(), Orphan.LATE);
            }
            earliest = now + nearest;
            return expired;
        }
    }

    /// Takes out all that is open, and opens nothing more.
    List<PendingRequest> seal() {
        synchronized (lock) {
            sealed = true;
            return takeAll();
        }
    }

    /// Takes out all that is open.
    List<PendingRequest> drain() {
        synchronized (lock) {
            return takeAll();
        }
    }

    /// What an answer with this number is that found no open request.
    Orphan fate(long number) {
        synchronized (lock) {
            if (number < 1 || number >= next) {
                return Orphan.UNKNOWN;
            }
            return fates == null || number < next - REMEMBERED ? Orphan.LATE : fates[slot(number)];
        }
    }

    @GuardedBy("lock")
    private List<PendingRequest> takeAll() {
        List<PendingRequest> all = open.all();
        open.clear();
        for (PendingRequest request : all) {
            settled(request.number(), Orphan.LATE);
        }
        return all;
    }

    @GuardedBy("lock")
    private void settled(long number, Orphan fate) {
        if (fates == null) {
            fates = new Orphan[REMEMBERED];
        }
        fates[slot(number)] = fate;
        size = open.size();
    }

    private static int slot(long number) {
        return (int) (number & (REMEMBERED - 1));
    }
}
