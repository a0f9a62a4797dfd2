package io.relayhub.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.fleet.codec.Event;
import java.util.ArrayDeque;
import java.util.List;

/// The last events. Any thread.
final class EventLog {
    private static final int MOST = 256;

    @GuardedBy("this")
    private final ArrayDeque<Event> last = new ArrayDeque<>();

    synchronized void add(Event event) {
        if (last.size() == MOST) {
            last.removeFirst();
        }
        last.add(event);
    }

    synchronized List<Event> all() {
        return List.copyOf(last);
    }
}
