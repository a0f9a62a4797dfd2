package io.relayhub.cli.hub;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.light.FlatJson;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "status", description = "Say whether the hub runs, since when, and how to connect.")
public final class StatusCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--json",
            description = "Print one JSON object instead: state, pid, startedAt, serverUrl, port, log …")
    private boolean json;

    /// A word that a script branches on: the member `state` of the JSON, and the exit code.
    private enum State {
        RUNNING(ExitCode.OK),
        STARTING(ExitCode.OK),
        NOT_ANSWERING(ExitCode.FAILED),
        STOPPED(ExitCode.NOT_RUNNING),
        KILLED(ExitCode.NOT_RUNNING);

        private final int exitCode;

        State(int exitCode) {
            this.exitCode = exitCode;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private record Found(State state, Optional<DaemonRecord> hub) {}

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        BackgroundHub hub = BackgroundHub.ofThisUser();
        Found found = switch (hub.daemon().status()) {
            case Status.Absent() -> new Found(State.STOPPED, Optional.empty());
            case Status.Starting(DaemonRecord daemon) -> new Found(State.STARTING, Optional.of(daemon));
            case Status.Running(DaemonRecord daemon) ->
                new Found(BackgroundHub.answers(daemon) ? State.RUNNING : State.NOT_ANSWERING, Optional.of(daemon));
            case Status.Dead(DaemonRecord daemon) -> new Found(State.KILLED, Optional.of(daemon));
        };
        if (json) {
            console.print(FlatJson.format(members(hub, found)));
        } else {
            tell(hub, found, console);
        }
        return found.state().exitCode;
    }

    private static void tell(BackgroundHub hub, Found found, Console console) {
        String pid = found.hub().map(BackgroundProcess::pid).orElse("");
        String log = hasLog(hub, found)
                ? "Logs: " + Console.shown(hub.files().log())
                : "In the foreground: its log is where it was started";
        switch (found.state()) {
            case STOPPED -> console.say("Not running");
            case KILLED -> {
                console.say("Not running: it ended without being stopped " + pid);
                console.say(log);
            }
            case STARTING -> {
                console.say("Starting " + pid);
                console.say(log);
            }
            case NOT_ANSWERING -> {
                console.say("Running " + pid + ", but it does not answer its health check");
                console.say(log);
            }
            case RUNNING -> {
                DaemonRecord record = found.hub().orElseThrow();
                Duration up = Duration.between(record.startedAt(), Instant.now());
                console.say("Running " + pid + " since " + TIME.format(record.startedAt()) + ", " + Console.shown(up));
                console.say(log);
                BackgroundHub.serverUrl(record).ifPresent(console::connectCommand);
            }
        }
    }

    /// Where it has none, a log in the state directory is another hub's.
    private static boolean hasLog(BackgroundHub hub, Found found) {
        return found.hub().map(hub::hasLog).orElse(true);
    }

    private static Map<String, Object> members(BackgroundHub hub, Found found) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("running", found.state().exitCode != ExitCode.NOT_RUNNING);
        members.put("state", found.state().word());
        found.hub().ifPresent(record -> {
            members.put("pid", record.process().pid());
            members.put("startedAt", record.startedAt().toString());
            members.putAll(record.details());
        });
        if (hasLog(hub, found)) {
            members.put("log", hub.files().log().toString());
        }
        return members;
    }
}
