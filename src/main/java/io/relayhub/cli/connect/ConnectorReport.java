package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.DaemonRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A connector in the background, for whoever asks after it: in a line, in JSON, and as an exit code.
///
/// @param state word that a script branches on
/// @param line  one for a person
/// @param link  the connection; empty when nothing is known of one
record ConnectorReport(
        String state, String line, int exitCode, Optional<DaemonRecord> record, Optional<LinkState> link) {
    static ConnectorReport of(Status status, Instant now) {
        return switch (status) {
            case Status.Absent() ->
                new ConnectorReport("stopped", "Not running", ExitCode.NOT_RUNNING, Optional.empty(), Optional.empty());
            case Status.Starting(DaemonRecord record) ->
                about(record, "starting", " starting " + BackgroundProcess.pid(record), ExitCode.OK, Optional.empty());
            case Status.Running(DaemonRecord record) ->
                LinkState.of(record)
                        .map(link -> running(record, link, now))
                        .orElseGet(() -> about(
                                record,
                                "running",
                                " running " + BackgroundProcess.pid(record),
                                ExitCode.OK,
                                Optional.empty()));
            case Status.Dead(DaemonRecord record) -> dead(record, LinkState.of(record), now);
        };
    }

    private static ConnectorReport running(DaemonRecord record, LinkState link, Instant now) {
        String pid = BackgroundProcess.pid(record);
        String time = shown(link, now);
        return switch (link.kind()) {
            case CONNECTED ->
                about(record, "connected", " connected " + pid + " for " + time, ExitCode.OK, Optional.of(link));
            case RECONNECTING, ENDED ->
                about(
                        record,
                        "reconnecting",
                        " not connected " + pid + " for " + time + ", and tries again: " + link.reason(),
                        ExitCode.FAILED,
                        Optional.of(link));
        };
    }

    private static ConnectorReport dead(DaemonRecord record, Optional<LinkState> link, Instant now) {
        Optional<LinkState> ended = link.filter(last -> last.kind() == LinkState.Kind.ENDED);
        return ended.map(last -> about(
                        record,
                        "ended",
                        " ended " + shown(last, now) + " ago: " + last.reason(),
                        ExitCode.NOT_RUNNING,
                        ended))
                .orElseGet(() -> about(
                        record,
                        "killed",
                        " not running: it ended without being stopped " + BackgroundProcess.pid(record),
                        ExitCode.NOT_RUNNING,
                        Optional.empty()));
    }

    private static ConnectorReport about(
            DaemonRecord record, String state, String words, int exitCode, Optional<LinkState> link) {
        return new ConnectorReport(state, BackgroundConnector.hub(record) + words, exitCode, Optional.of(record), link);
    }

    /// A clock that was set back since counts as none gone by.
    private static String shown(LinkState link, Instant now) {
        return Console.shown(Duration.ofSeconds(
                Math.max(0, Duration.between(link.since(), now).toSeconds())));
    }

    /// For a script; without the token.
    ///
    /// @param log what it prints
    Map<String, Object> members(String log) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("running", exitCode != ExitCode.NOT_RUNNING);
        members.put("state", state);
        record.ifPresent(daemon -> {
            members.put("hub", BackgroundConnector.hub(daemon));
            link.ifPresent(last -> members.put("since", last.since().toString()));
            link.filter(last -> !last.reason().isEmpty()).ifPresent(last -> members.put("reason", last.reason()));
            members.put("pid", daemon.process().pid());
            members.put("startedAt", daemon.startedAt().toString());
            daemon.text("version").ifPresent(version -> members.put("version", version));
        });
        members.put("log", log);
        return members;
    }
}
