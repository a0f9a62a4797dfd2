package io.relayhub.cli.process;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.DaemonLog;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of a command that prints a log: how much of it, and whether what is added is printed too.
public final class LogReading {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    private int lines = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on printing what is added, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "<n>",
            description = "How many lines (default: 50).")
    void setLines(int lines) {
        if (lines < 0) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--lines is a number from 0, not " + lines);
        }
        this.lines = lines;
    }

    /// Prints the end of the process's log, and goes on where that was asked for.
    ///
    /// @return the exit code
    public int print(BackgroundProcess process) throws IOException {
        DaemonLog log = process.daemon().log();
        if (!log.exists() && !follow) {
            Console.of(spec)
                    .complain("There is no log yet: "
                            + Console.shown(process.files().log()));
            return ExitCode.NOT_RUNNING;
        }
        PrintStream out = System.out;
        DaemonLog.Follower follower = log.printLast(lines, out);
        // A reader that has gone, such as a closed pipe, ends it, be there another line for it or not.
        while (follow && !out.checkError() && !Reader.gone()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            follower.print(out);
        }
        return ExitCode.OK;
    }
}
