package io.relayhub.daemon;

import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.DaemonRecord.Phase;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A daemon's own side: this process announces itself when it begins, says when it is ready, and takes its record
/// away when it ends. Its methods may be called from any thread, and wait for the disk. Only the process itself
/// ever writes its record, so a start that is killed half-way leaves nothing unrecorded.
public final class Registration implements AutoCloseable {
    private final StateFile state;
    private final ProcessIdentity process;
    private final Instant startedAt;
    /// Guarded by this: nothing is written any more.
    private boolean ended;

    private Registration(StateFile state, ProcessIdentity process, Instant startedAt) {
        this.state = state;
        this.process = process;
        this.startedAt = startedAt;
    }

    /// @return empty when another process holds the place, ready or about to be
    /// @throws DaemonException when the files are in the way
    public static Optional<Registration> announce(
            StateDirectory directory, Daemon daemon, Map<String, Object> details) {
        directory.prepare(daemon.files());
        ProcessIdentity process = ProcessIdentity.current();
        boolean taken = switch (daemon.status()) {
            case Status.Absent() -> false;
            case Status.Dead(DaemonRecord dead) -> false;
            case Status.Starting(DaemonRecord other) -> !other.process().isSame(process);
            case Status.Running(DaemonRecord other) -> !other.process().isSame(process);
        };
        if (taken) {
            return Optional.empty();
        }
        Registration registration =
                new Registration(new StateFile(daemon.files().state()), process, Instant.now());
        registration.write(Phase.STARTING, details);
        return Optional.of(registration);
    }

    /// It does its work now. May be told again, with other details; once it is closed, nothing is written.
    ///
    /// @param details replace those of before
    public synchronized void ready(Map<String, Object> details) {
        if (!ended) {
            write(Phase.READY, details);
        }
    }

    /// The work has ended, and the process is about to: the record stays as its last word, until somebody starts or
    /// stops the daemon.
    ///
    /// @param details replace those of before
    public synchronized void leave(Map<String, Object> details) {
        ready(details);
        ended = true;
    }

    /// The process is about to end, or its work has ended, and nobody needs to know of it.
    @Override
    public synchronized void close() {
        if (!ended) {
            ended = true;
            state.removeIfOf(process);
        }
    }

    private void write(Phase phase, Map<String, Object> details) {
        state.write(new DaemonRecord(process, startedAt, phase, details));
    }
}
