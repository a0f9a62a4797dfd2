package io.relayhub.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.cli.connect.LinkState.Kind;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.DaemonRecord.Phase;
import io.relayhub.daemon.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectorReportTest {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = SINCE.plusSeconds(65);
    private static final Map<String, Object> DETAILS = Map.of(
            "hub",
            "ws://hub/ws",
            "serverUrl",
            "ws://hub/ws?token=CANARY",
            "token",
            "CANARY",
            "options",
            "--id=b\n--name=a");

    private static DaemonRecord record(Map<String, Object> details) {
        return new DaemonRecord(new ProcessIdentity(7, "test:1"), SINCE, Phase.READY, details);
    }

    private static DaemonRecord record(Kind kind, String reason) {
        return record(new LinkState(kind, SINCE, reason).in(DETAILS));
    }

    private static void assertReport(Status status, String state, int exitCode, String line) {
        ConnectorReport report = ConnectorReport.of(status, NOW);
        assertThat(report.line()).isEqualTo(line);
        assertThat(report.exitCode()).isEqualTo(exitCode);
        assertThat(report.members("log")).containsEntry("state", state).containsEntry("log", "log");
        assertThat(report.members("log").toString()).doesNotContain("CANARY");
    }

    @Test
    void itSaysWhetherSinceWhenAndWhy() {
        assertReport(
                new Status.Running(record(Kind.CONNECTED, "")),
                "connected",
                ExitCode.OK,
                "ws://hub/ws connected (pid 7) for 1 min 5 s");
        Status away = new Status.Running(record(Kind.RECONNECTING, "nobody listens"));
        assertReport(
                away,
                "reconnecting",
                ExitCode.FAILED,
                "ws://hub/ws not connected (pid 7) for 1 min 5 s, and tries again: nobody listens");
        assertThat(ConnectorReport.of(away, NOW).members("log"))
                .containsEntry("running", true)
                .containsEntry("since", SINCE.toString())
                .containsEntry("reason", "nobody listens");
        assertReport(
                new Status.Dead(record(Kind.ENDED, "the token is old")),
                "ended",
                ExitCode.NOT_RUNNING,
                "ws://hub/ws ended 1 min 5 s ago: the token is old");
    }

    @Test
    void oneThatWasKilledHasNoReason() {
        assertReport(
                new Status.Dead(record(Kind.CONNECTED, "")),
                "killed",
                ExitCode.NOT_RUNNING,
                "ws://hub/ws not running: it ended without being stopped (pid 7)");
        assertReport(new Status.Starting(record(DETAILS)), "starting", ExitCode.OK, "ws://hub/ws starting (pid 7)");
        assertReport(new Status.Absent(), "stopped", ExitCode.NOT_RUNNING, "Not running");
    }

    @Test
    void aRecordThatSaysSomethingElseHasNoState() {
        assertThat(LinkState.of(record(Map.of("state", "connected")))).isEmpty();
        assertThat(LinkState.of(record(Map.of("state", "other", "since", SINCE.toString()))))
                .isEmpty();
        assertThat(LinkState.of(record(Map.of("state", "connected", "since", "yesterday"))))
                .isEmpty();
        assertThat(LinkState.of(record(Kind.RECONNECTING, "x")))
                .isEqualTo(Optional.of(new LinkState(Kind.RECONNECTING, SINCE, "x")));
    }

    @Test
    void theOrderOfOptionsDoesNotMatter() {
        DaemonRecord record = record(DETAILS);
        String url = "ws://hub/ws?token=CANARY";
        assertThat(BackgroundConnector.isAsTold(record, url, "CANARY", List.of("--name=a", "--id=b")))
                .isTrue();
        assertThat(BackgroundConnector.isAsTold(record, url, "CANARY", List.of("--name=a")))
                .isFalse();
        assertThat(BackgroundConnector.isAsTold(record, "ws://hub/ws", "CANARY", List.of("--name=a", "--id=b")))
                .isFalse();
    }
}
