package io.relayhub.cli.process;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.Daemon;
import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.Daemon.StopResult;
import io.relayhub.daemon.DaemonFiles;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.Launch;
import io.relayhub.daemon.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// This program in the background of this user: a hub or a connector, and what a person is told of its start and stop.
public abstract class BackgroundProcess {
    private static final Pattern A_MATTER_OF_COURSE = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT\\S+ +(DEBUG|INFO |WARN .*: Exception encountered during context init)");

    private final Map<String, String> environment;
    private final StateDirectory directory;
    private final Daemon daemon;

    /// @param name of its files, relative to the state directory and without an ending
    protected BackgroundProcess(Map<String, String> environment, String name) {
        this.environment = environment;
        this.directory = home(environment);
        this.daemon = new Daemon(directory, name);
    }

    /// The state directory of this user.
    public static StateDirectory home(Map<String, String> environment) {
        return StateDirectory.of(environment, System.getProperty("user.home"));
    }

    /// What is started or stopped: `hub` or `connector`.
    protected abstract String noun();

    /// The beginning of a sentence about one of its events.
    ///
    /// @param event in lower case, such as `stopped`
    protected abstract String told(DaemonRecord record, String event);

    public final StateDirectory directory() {
        return directory;
    }

    public final Daemon daemon() {
        return daemon;
    }

    public final DaemonFiles files() {
        return daemon.files();
    }

    /// Starts it and waits until it is ready or has failed.
    ///
    /// @param secrets          variables that it gets beside this process's environment
    /// @param workingDirectory its own
    protected final StartResult start(
            List<String> command, Map<String, String> secrets, Path workingDirectory, Launch.Readiness readiness) {
        Map<String, String> handedOver = SecretArguments.without(environment);
        handedOver.putAll(secrets);
        return daemon.start(new Launch(command, handedOver, workingDirectory, readiness));
    }

    /// Says that it runs, and where its log is.
    ///
    /// @param event as in [#told]
    public final void sayRunning(DaemonRecord record, String event, Console console) {
        console.say(told(record, event) + " " + pid(record));
        if (hasLog(record)) {
            console.say("Logs: " + Console.shown(files().log()));
        }
    }

    /// Whether the log in the state directory is that of this process.
    protected boolean hasLog(DaemonRecord record) {
        return true;
    }

    /// @return the exit code
    public final int complain(StartResult.Failed failed, Console console) {
        if (failed.lastLines().isEmpty()) {
            console.complain("The " + noun() + " did not start. " + failed.reason() + ", and nothing is in its log, "
                    + Console.shown(files().log()) + (isFull(files().log()) ? ": its disk is full." : "."));
            return ExitCode.FAILED;
        }
        console.complain(
                "The " + noun() + " did not start. " + failed.reason() + "; the end of its log, "
                        + Console.shown(files().log()) + ":",
                telling(failed.lastLines()));
        return ExitCode.FAILED;
    }

    private static boolean isFull(Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// Without what a hub reports of its start as a matter of course, unless it said nothing else.
    private static List<String> telling(List<String> lines) {
        List<String> rest = lines.stream()
                .filter(line -> !A_MATTER_OF_COURSE.matcher(line).lookingAt())
                .toList();
        return rest.isEmpty() ? lines : rest;
    }

    /// Stops it and says so.
    ///
    /// @return the exit code
    public final int stop(Console console) {
        return switch (daemon.stop()) {
            case StopResult.NotRunning() -> {
                console.say("Not running");
                yield ExitCode.NOT_RUNNING;
            }
            case StopResult.Stopped(DaemonRecord record) -> {
                console.say(told(record, "stopped") + " " + pid(record));
                yield ExitCode.OK;
            }
            case StopResult.Killed(DaemonRecord record, Duration waited) -> {
                console.say(told(record, "killed") + " " + pid(record) + ": it did not stop within "
                        + waited.toSeconds() + " s");
                yield ExitCode.OK;
            }
        };
    }

    /// Which process it is, in brackets.
    public static String pid(DaemonRecord record) {
        return "(pid " + record.process().pid() + ")";
    }
}
