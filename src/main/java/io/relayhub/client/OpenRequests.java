package io.relayhub.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.dial.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The requests without an outcome, and the connection that the next one goes to. Tells facts and acts on nothing:
/// its lock is never held across a send or a caller's code.
final class OpenRequests {
    /// What is to be done with a new request.
    sealed interface Admission {
        record Send(Wire wire) implements Admission {}

        record Wait() implements Admission {}

        record Refuse(RelayException why) implements Admission {}
    }

    private final Object lock = new Object();

    /// Handed to a connection.
    @GuardedBy("lock")
    private final Map<String, Pending> sent = new LinkedHashMap<>();

    /// Made while there was no connection to use, in their order.
    @GuardedBy("lock")
    private final Map<String, Pending> waiting = new LinkedHashMap<>();

    /// The connection to use; null while there is none.
    @GuardedBy("lock")
    private @Nullable Wire wire;

    /// A connection that takes nothing new and still owes answers.
    @GuardedBy("lock")
    private @Nullable Wire leaver;

    /// Why there will be no connection any more.
    @GuardedBy("lock")
    private @Nullable RelayException end;

    Admission admit(Pending pending) {
        synchronized (lock) {
            if (end != null) {
                return new Admission.Refuse(end);
            }
            if (wire == null) {
                waiting.put(pending.id(), pending);
                return new Admission.Wait();
            }
            sent.put(pending.id(), pending);
            return new Admission.Send(wire);
        }
    }

    /// @return the requests that waited for it; they count as sent from now on
    List<Pending> connected(Wire fresh) {
        synchronized (lock) {
            wire = fresh;
            leaver = null;
            List<Pending> patient = new ArrayList<>(waiting.values());
            sent.putAll(waiting);
            waiting.clear();
            return patient;
        }
    }

    /// The connection takes nothing new; what comes waits for the next one.
    void leaving(Wire old) {
        synchronized (lock) {
            wire = null;
            leaver = old;
        }
    }

    /// @return what was sent and will not be answered
    List<Pending> disconnected() {
        synchronized (lock) {
            wire = null;
            leaver = null;
            List<Pending> owed = new ArrayList<>(sent.values());
            sent.clear();
            return owed;
        }
    }

    /// @return what waited in vain
    List<Pending> end(RelayException why) {
        synchronized (lock) {
            end = why;
            List<Pending> hopeless = new ArrayList<>(waiting.values());
            waiting.clear();
            return hopeless;
        }
    }

    /// @return the request that was sent with this id, and stays open
    @Nullable
    Pending find(String id) {
        synchronized (lock) {
            return sent.get(id);
        }
    }

    /// @return the request that was sent with this id, open no more
    @Nullable
    Pending take(String id) {
        synchronized (lock) {
            return sent.remove(id);
        }
    }

    /// @return whether it was still waiting for a connection
    boolean stopWaiting(Pending pending) {
        synchronized (lock) {
            return waiting.remove(pending.id()) != null;
        }
    }

    /// The connection that answers what was sent; null where there is none.
    @Nullable
    Wire current() {
        synchronized (lock) {
            return wire == null ? leaver : wire;
        }
    }

    /// A leaving connection that owes nothing any more.
    @Nullable
    Wire idleLeaver() {
        synchronized (lock) {
            return sent.isEmpty() ? leaver : null;
        }
    }

    boolean connected() {
        synchronized (lock) {
            return wire != null;
        }
    }
}
