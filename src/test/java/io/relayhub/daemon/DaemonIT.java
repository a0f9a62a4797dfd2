package io.relayhub.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.Daemon.StopResult;
import io.relayhub.daemon.DaemonRecord.Phase;
import io.relayhub.daemon.light.HealthCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DaemonIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    private Path home;

    private StateDirectory directory;

    @BeforeEach
    void open() {
        directory = new StateDirectory(home.resolve("state"));
    }

    @AfterEach
    void nothingIsLeftRunning() {
        String mark = home.toString();
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .filter(process -> ProcessIdentity.of(process.pid()).isPresent())
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Detacher.class)
    void itStartsOnceRunsAndStops(Detacher detacher) throws IOException {
        Daemon daemon = daemon(detacher, LONG);
        assertThat(daemon.status()).isInstanceOf(Status.Absent.class);
        assertThat(daemon.stop()).isInstanceOf(StopResult.NotRunning.class);

        StartResult.Started started = (StartResult.Started) daemon.start(launch("serves"));
        ProcessIdentity process = started.daemon().process();
        assertThat(process.isAlive()).isTrue();
        assertThat(HealthCheck.answers(
                        URI.create(started.daemon().text("health").orElseThrow())))
                .isTrue();
        assertThat(daemon.status()).isEqualTo(new Status.Running(started.daemon()));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(daemon.files().state())))
                .isEqualTo("rw-------");

        assertThat(daemon.start(launch("serves"))).isEqualTo(new StartResult.AlreadyRunning(started.daemon()));

        assertThat(daemon.stop()).isEqualTo(new StopResult.Stopped(started.daemon()));
        assertThat(process.isAlive()).isFalse();
        assertThat(daemon.files().state()).doesNotExist();
        assertThat(daemon.status()).isInstanceOf(Status.Absent.class);
    }

    /// A hang-up or Ctrl-C in the terminal goes to its session and its foreground group.
    @ParameterizedTest
    @EnumSource(Detacher.class)
    void itIsDetachedFromWhoStartedIt(Detacher detacher) throws IOException {
        Daemon daemon = daemon(detacher, LONG);
        StartResult.Started started = (StartResult.Started) daemon.start(launch("serves"));
        long pid = started.daemon().process().pid();
        switch (detacher) {
            case SETSID -> assertThat(statField(pid, 6)).as("session").isEqualTo(Long.toString(pid));
            case SHELL -> assertThat(ignoresHangUp(pid)).isTrue();
        }
        assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/0"))).isEqualTo(Path.of("/dev/null"));
        assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/1")))
                .isEqualTo(daemon.files().log().toRealPath());
        assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/2")))
                .isEqualTo(daemon.files().log().toRealPath());
        daemon.stop();
    }

    @Test
    void secretsTravelInTheEnvironment() throws IOException {
        Daemon daemon = daemon(Detacher.SETSID, LONG);
        StartResult.Started started = (StartResult.Started) daemon.start(launch("serves"));
        long pid = started.daemon().process().pid();
        assertThat(daemon.files().log()).content().contains("s3cret");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).doesNotContain("s3cret");
        daemon.stop();
    }

    @Test
    void aFailedStartShowsItsOwnLastLines() throws IOException {
        Daemon daemon = daemon(Detacher.SETSID, LONG);
        Files.createDirectories(daemon.files().log().getParent());
        Files.writeString(daemon.files().log(), "a line of an earlier run\n");
        StartResult.Failed failed = (StartResult.Failed) daemon.start(launch("fails"));
        assertThat(failed.reason()).isEqualTo("It ended before it was ready");
        assertThat(failed.lastLines()).last().isEqualTo("stand-in: the port is taken");
        assertThat(failed.lastLines()).doesNotContain("a line of an earlier run");
        assertThat(daemon.status()).isInstanceOf(Status.Absent.class);
    }

    @Test
    void oneThatIsNeverReadyIsKilled() {
        Daemon daemon = daemon(Detacher.SETSID, SHORT);
        StartResult.Failed failed = (StartResult.Failed) daemon.start(launch("hangs"));
        assertThat(failed.reason()).isEqualTo("It was not ready within 2 s and was killed");
        assertThat(daemon.status()).isInstanceOf(Status.Absent.class);
    }

    @Test
    void oneThatDoesNotStopIsKilled() {
        Daemon daemon = daemon(Detacher.SETSID, SHORT);
        StartResult.Started started = (StartResult.Started) daemon.start(launch("stays"));
        assertThat(daemon.stop()).isEqualTo(new StopResult.Killed(started.daemon(), SHORT));
        assertThat(started.daemon().process().isAlive()).isFalse();
        assertThat(daemon.files().state()).doesNotExist();
    }

    @Test
    void aKilledOneIsDeadAndMayBeStartedAgain() {
        Daemon daemon = daemon(Detacher.SETSID, LONG);
        StartResult.Started first = (StartResult.Started) daemon.start(launch("serves"));
        ProcessIdentity process = first.daemon().process();
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        Deadline.in(LONG).await(() -> !process.isAlive());
        assertThat(daemon.status()).isEqualTo(new Status.Dead(first.daemon()));

        StartResult.Started second = (StartResult.Started) daemon.start(launch("serves"));
        assertThat(second.daemon().process()).isNotEqualTo(process);
        daemon.stop();
    }

    @Test
    void aRecycledPidIsNeitherBelievedNorKilled() throws Exception {
        Daemon daemon = daemon(Detacher.SETSID, LONG);
        Process bystander = new ProcessBuilder("cat").start();
        try {
            Files.createDirectories(directory.path());
            ProcessIdentity recycled = new ProcessIdentity(bystander.pid(), "linux:another boot:1");
            new StateFile(daemon.files().state())
                    .write(new DaemonRecord(recycled, Instant.now(), Phase.READY, Map.of()));
            assertThat(daemon.status()).isInstanceOf(Status.Dead.class);
            assertThat(daemon.stop()).isInstanceOf(StopResult.NotRunning.class);
            assertThat(daemon.files().state()).doesNotExist();
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @Test
    void severalStartsAtOnceLeaveOne() {
        List<CompletableFuture<StartResult>> starts = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> daemon(Detacher.SETSID, LONG).start(launch("serves")), Thread::startVirtualThread))
                .toList();
        List<StartResult> results = starts.stream().map(CompletableFuture::join).toList();
        assertThat(results).filteredOn(StartResult.Started.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(StartResult.AlreadyRunning.class::isInstance)
                .hasSize(2);
        daemon(Detacher.SETSID, LONG).stop();
    }

    @Test
    void aForeignRecordStopsEverythingAndStays() throws IOException {
        Daemon daemon = daemon(Detacher.SETSID, LONG);
        Files.createDirectories(directory.path());
        Files.writeString(daemon.files().state(), "{\"pid\":1}");
        assertThatThrownBy(daemon::status).isInstanceOf(DaemonException.class);
        assertThatThrownBy(daemon::stop).isInstanceOf(DaemonException.class);
        assertThatThrownBy(() -> daemon.start(launch("serves"))).isInstanceOf(DaemonException.class);
        assertThat(daemon.files().state()).hasContent("{\"pid\":1}");
    }

    @Test
    void aProgramThatIsNotThereIsAnError() {
        Daemon daemon = daemon(Detacher.SETSID, LONG);
        Launch launch = new Launch(List.of("/nowhere/relayhub"), Map.of(), home, record -> true);
        assertThat(daemon.start(launch)).isInstanceOf(StartResult.Failed.class);
    }

    private Daemon daemon(Detacher detacher, Duration within) {
        return new Daemon(directory, "stand-in", detacher, within, within);
    }

    /// The home stands in the command line, so that [#nothingIsLeftRunning] finds it.
    private Launch launch(String behaviour) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("RELAYHUB_HOME", directory.path().toString());
        environment.put("STAND_IN_SECRET", "s3cret");
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dhome=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                StandIn.class.getName(),
                behaviour);
        return new Launch(
                command,
                environment,
                home,
                record -> HealthCheck.answers(URI.create(record.text("health").orElseThrow())));
    }

    /// proc(5): the fields behind the command, which is field 2.
    private static String statField(long pid, int number) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[number - 3];
    }

    private static boolean ignoresHangUp(long pid) throws IOException {
        String mask = Files.readString(Path.of("/proc/" + pid + "/status"))
                .lines()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(mask.substring("SigIgn:".length()).strip(), 16) & 1) != 0;
    }
}
