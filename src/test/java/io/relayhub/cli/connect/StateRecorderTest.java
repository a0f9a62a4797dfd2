package io.relayhub.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.cli.connect.LinkState.Kind;
import io.relayhub.daemon.Daemon;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.Registration;
import io.relayhub.daemon.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StateRecorderTest {
    private static final LinkState CONNECTED = new LinkState(Kind.CONNECTED, Instant.EPOCH, "");
    private static final LinkState AWAY = new LinkState(Kind.RECONNECTING, Instant.EPOCH, "nobody listens");
    private static final LinkState ENDED = new LinkState(Kind.ENDED, Instant.EPOCH, "the token is old");

    @TempDir
    private Path home;

    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private Daemon daemon;
    private StateRecorder recorder;

    @BeforeEach
    void start() {
        StateDirectory directory = new StateDirectory(home.resolve("state"));
        daemon = new Daemon(directory, "this");
        Registration registration =
                Registration.announce(directory, daemon, Map.of()).orElseThrow();
        recorder = new StateRecorder(registration, Map.of("hub", "ws://hub/ws"), complaints::add).start();
    }

    private Optional<LinkState> recorded() {
        return daemon.status().recorded().flatMap(LinkState::of);
    }

    @Test
    void eachStateComesIntoTheRecordAndTheReasonOfAnEndStaysThere() throws IOException {
        recorder.tell(CONNECTED);
        await().until(() -> recorded().equals(Optional.of(CONNECTED)));
        assertThat(daemon.status()).isInstanceOf(Status.Running.class);
        recorder.tell(AWAY);
        await().until(() -> recorded().equals(Optional.of(AWAY)));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(daemon.files().state())))
                .isEqualTo("rw-------");
        recorder.tell(ENDED);
        recorder.close();
        assertThat(recorded()).contains(ENDED);
    }

    @Test
    void aConnectorThatWasStoppedLeavesNoRecord() {
        recorder.tell(CONNECTED);
        await().until(() -> recorded().equals(Optional.of(CONNECTED)));
        recorder.close();
        assertThat(daemon.status()).isInstanceOf(Status.Absent.class);
    }

    @Test
    void anEndBeforeAnythingElseLeavesNoRecord() {
        recorder.tell(ENDED);
        recorder.close();
        assertThat(daemon.status()).isInstanceOf(Status.Absent.class);
    }

    @Test
    void aRecordThatCannotBeWrittenIsToldOnce() throws IOException {
        Path state = daemon.files().state();
        Files.delete(state);
        Files.createDirectory(state);
        recorder.tell(CONNECTED);
        await().until(() -> complaints.size() == 1);
        recorder.tell(AWAY);
        Files.delete(state);
        recorder.tell(CONNECTED);
        await().until(() -> recorded().equals(Optional.of(CONNECTED)));
        recorder.close();
        assertThat(complaints).hasSize(1);
    }
}
