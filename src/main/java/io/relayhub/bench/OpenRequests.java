package io.relayhub.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/// The open requests of one agent: when each was sent, or ought to have been. One thread opens them, another may close
/// them.
final class OpenRequests {
    /// The time of a request that is not open.
    static final long NONE = Long.MIN_VALUE;

    /// Of request n at n modulo the length.
    private final AtomicLongArray times;

    /// Whose time that is; written before the time is, read after it was.
    private final long[] numbers;

    /// @param room requests whose numbers are so far apart, or a multiple of it, are not open together
    OpenRequests(int room) {
        times = new AtomicLongArray(room);
        numbers = new long[room];
        for (int i = 0; i < room; i++) {
            times.set(i, NONE);
        }
    }

    /// @return false where there is no room for it
    boolean open(long number, long time) {
        int place = place(number);
        if (times.get(place) != NONE) {
            return false;
        }
        numbers[place] = number;
        times.set(place, time);
        return true;
    }

    /// @return the request's time, or [#NONE] where it is not open
    long close(long number) {
        int place = place(number);
        long time = times.get(place);
        if (time == NONE || numbers[place] != number) {
            return NONE;
        }
        times.set(place, NONE);
        return time;
    }

    int count() {
        int count = 0;
        for (int i = 0; i < times.length(); i++) {
            count += times.get(i) == NONE ? 0 : 1;
        }
        return count;
    }

    private int place(long number) {
        return (int) (number % times.length());
    }
}
