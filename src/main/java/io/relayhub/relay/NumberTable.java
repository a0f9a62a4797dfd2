package io.relayhub.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Requests by their number, without an object for each number or entry. Numbers are given in their order, so the
/// low bits of one are a good place to look for it; the next free place after it takes what collides. Not for two
/// threads at once.
final class NumberTable {
    private static final int SMALLEST = 8;

    private @Nullable PendingRequest[] places = new PendingRequest[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    /// Adds a request, whose number is not in here.
    void put(PendingRequest request) {
        if (2 * size >= places.length) {
            grow();
        }
        places[find(request.number())] = request;
        size++;
    }

    @Nullable
    PendingRequest get(long number) {
        return places[find(number)];
    }

    /// By identity.
    @SuppressWarnings("ReferenceEquality")
    boolean contains(PendingRequest request) {
        return places[find(request.number())] == request;
    }

    @Nullable
    PendingRequest remove(long number) {
        int hole = find(number);
        PendingRequest removed = places[hole];
        if (removed == null) {
            return null;
        }
        size--;
        // Whatever stands behind the hole and could not be found across it moves into it.
        int at = hole;
        while (true) {
            at = next(at);
            PendingRequest request = places[at];
            if (request == null) {
                places[hole] = null;
                return removed;
            }
            if (distance(home(request.number()), at) >= distance(hole, at)) {
                places[hole] = request;
                hole = at;
            }
        }
    }

    /// All of them, in no order.
    List<PendingRequest> all() {
        List<PendingRequest> all = new ArrayList<>(size);
        for (PendingRequest request : places) {
            if (request != null) {
                all.add(request);
            }
        }
        return all;
    }

    void clear() {
        Arrays.fill(places, null);
        size = 0;
    }

    /// Where this number stands, or the free place where it would.
    private int find(long number) {
        int at = home(number);
        while (true) {
            PendingRequest request = places[at];
            if (request == null || request.number() == number) {
                return at;
            }
            at = next(at);
        }
    }

    private int home(long number) {
        return (int) number & (places.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (places.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (places.length - 1);
    }

    private void grow() {
        List<PendingRequest> all = all();
        places = new PendingRequest[2 * places.length];
        for (PendingRequest request : all) {
            places[find(request.number())] = request;
        }
    }
}
