package io.relayhub.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One program in the background, seen from the commands that start, stop and ask after it. Its own side is
/// [Registration].
///
/// A record counts only while the process that wrote it lives; the pid in it is never signalled or believed without
/// its start ([ProcessIdentity]). Starts and stops take turns, across processes. Every method throws
/// [DaemonException] when the files are in the way.
public final class Daemon {
    private static final Duration START_WITHIN = Duration.ofSeconds(30);
    /// Beyond the 25 s that a hub takes to drain.
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private static final Duration KILL_WITHIN = Duration.ofSeconds(5);
    private static final Duration TURN_WITHIN = START_WITHIN.plus(STOP_WITHIN).plus(KILL_WITHIN);
    private static final int LINES_OF_A_FAILURE = 15;

    private final StateDirectory directory;
    private final DaemonFiles files;
    private final StateFile state;
    private final DaemonLog log;
    private final StartLock turn;
    private final Detacher detacher;
    private final Duration startWithin;
    private final Duration stopWithin;

    /// @param name of its files, relative to the directory and without an ending
    public Daemon(StateDirectory directory, String name) {
        this(directory, name, Detacher.ofThisSystem(), START_WITHIN, STOP_WITHIN);
    }

    Daemon(StateDirectory directory, String name, Detacher detacher, Duration startWithin, Duration stopWithin) {
        this.directory = directory;
        this.files = directory.files(name);
        this.state = new StateFile(files.state());
        this.log = new DaemonLog(files);
        this.turn = new StartLock(files.lock(), TURN_WITHIN);
        this.detacher = detacher;
        this.startWithin = startWithin;
        this.stopWithin = stopWithin;
    }

    /// The state of a daemon, from its record and its process together.
    public sealed interface Status {
        /// There is no record.
        record Absent() implements Status {}

        /// It runs and is not ready yet.
        record Starting(DaemonRecord daemon) implements Status {}

        record Running(DaemonRecord daemon) implements Status {}

        /// There is a record, and its process is gone: it was killed.
        record Dead(DaemonRecord daemon) implements Status {}

        /// What is recorded of it, whether it lives or not: of one that was killed the connect commands are still in
        /// use.
        default Optional<DaemonRecord> recorded() {
            return switch (this) {
                case Absent() -> Optional.empty();
                case Starting(DaemonRecord daemon) -> Optional.of(daemon);
                case Running(DaemonRecord daemon) -> Optional.of(daemon);
                case Dead(DaemonRecord daemon) -> Optional.of(daemon);
            };
        }
    }

    public sealed interface StartResult {
        record Started(DaemonRecord daemon) implements StartResult {}

        /// It ran already; nothing was done.
        record AlreadyRunning(DaemonRecord daemon) implements StartResult {}

        /// It is not running now.
        ///
        /// @param lastLines of what this start wrote into the log
        record Failed(String reason, List<String> lastLines) implements StartResult {}
    }

    public sealed interface StopResult {
        record NotRunning() implements StopResult {}

        /// It ended by itself, as it was asked to.
        record Stopped(DaemonRecord daemon) implements StopResult {}

        /// It did not end in time and was killed.
        record Killed(DaemonRecord daemon, Duration waited) implements StopResult {}
    }

    public DaemonFiles files() {
        return files;
    }

    public DaemonLog log() {
        return log;
    }

    public Status status() {
        Optional<DaemonRecord> recorded = state.read();
        if (recorded.isEmpty()) {
            return new Status.Absent();
        }
        DaemonRecord daemon = recorded.get();
        if (!daemon.process().isAlive()) {
            return new Status.Dead(daemon);
        }
        return switch (daemon.phase()) {
            case STARTING -> new Status.Starting(daemon);
            case READY -> new Status.Running(daemon);
        };
    }

    /// Starts it and returns when it is ready and answers, or has failed, at most 30 s later. Of several at once one
    /// starts it, and the others then find it running.
    public StartResult start(Launch launch) {
        directory.prepare(files);
        return turn.holding(() -> switch (status()) {
            case Status.Running(DaemonRecord daemon) -> new StartResult.AlreadyRunning(daemon);
            // Whoever started it was killed meanwhile.
            case Status.Starting(DaemonRecord daemon) -> awaitReady(daemon.process(), launch.readiness(), log.size());
            case Status.Absent() -> launch(launch);
            case Status.Dead(DaemonRecord daemon) -> {
                state.removeIfOf(daemon.process());
                yield launch(launch);
            }
        });
    }

    /// Asks it to end (SIGTERM), waits for 30 s, then kills it.
    public StopResult stop() {
        if (status() instanceof Status.Absent) {
            return new StopResult.NotRunning();
        }
        return turn.holding(() -> switch (status()) {
            case Status.Absent() -> new StopResult.NotRunning();
            case Status.Dead(DaemonRecord daemon) -> {
                state.removeIfOf(daemon.process());
                yield new StopResult.NotRunning();
            }
            case Status.Starting(DaemonRecord daemon) -> end(daemon);
            case Status.Running(DaemonRecord daemon) -> end(daemon);
        });
    }

    private StartResult launch(Launch launch) {
        try {
            log.prepare(RollingLog.LIMIT_BYTES);
            long written = log.size();
            long pid = detacher.start(launch, files.log());
            Optional<ProcessIdentity> process = ProcessIdentity.of(pid);
            if (process.isEmpty()) {
                return failed("It ended at once", written);
            }
            return awaitReady(process.get(), launch.readiness(), written);
        } catch (IOException e) {
            throw new DaemonException("Cannot start it in the background (" + StateDirectory.reason(e) + ").", e);
        }
    }

    private StartResult awaitReady(ProcessIdentity process, Launch.Readiness readiness, long written) {
        Deadline deadline = Deadline.in(startWithin);
        while (!deadline.isOver()) {
            if (!process.isAlive()) {
                state.removeIfOf(process);
                return failed("It ended before it was ready", written);
            }
            if (status() instanceof Status.Running(DaemonRecord daemon)
                    && daemon.process().isSame(process)
                    && readiness.answers(daemon)) {
                return new StartResult.Started(daemon);
            }
            deadline.pause();
        }
        kill(process);
        return failed("It was not ready within " + startWithin.toSeconds() + " s and was killed", written);
    }

    private StartResult failed(String reason, long written) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try {
            log.printLastSince(written, LINES_OF_A_FAILURE, lines);
        } catch (IOException e) {
            return new StartResult.Failed(reason + "; its log cannot be read", List.of());
        }
        return new StartResult.Failed(
                reason, lines.toString(StandardCharsets.UTF_8).lines().toList());
    }

    private StopResult end(DaemonRecord daemon) {
        ProcessIdentity process = daemon.process();
        signal(process, ProcessHandle::destroy);
        if (Deadline.in(stopWithin).await(() -> !process.isAlive())) {
            state.removeIfOf(process);
            return new StopResult.Stopped(daemon);
        }
        kill(process);
        return new StopResult.Killed(daemon, stopWithin);
    }

    private void kill(ProcessIdentity process) {
        signal(process, ProcessHandle::destroyForcibly);
        if (!Deadline.in(KILL_WITHIN).await(() -> !process.isAlive())) {
            throw new DaemonException("Process " + process.pid()
                    + " does not end, not even when killed: the system holds" + " it, look at its disks.");
        }
        state.removeIfOf(process);
    }

    /// The handle compares the start time once more, right before it signals.
    private static void signal(ProcessIdentity process, Predicate<ProcessHandle> signal) {
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        if (process.isAlive() && handle.isPresent() && !signal.test(handle.get()) && process.isAlive()) {
            throw new DaemonException(
                    "Process " + process.pid() + " belongs to another user: stop it as that user, or as root.");
        }
    }
}
