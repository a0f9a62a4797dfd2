package io.relayhub.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.daemon.Daemon.Status;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// This process registers itself.
class RegistrationTest {
    private static final Map<String, Object> BEGUN = Map.of("state", "begun");
    private static final Map<String, Object> WORKS = Map.of("state", "works");
    private static final Map<String, Object> ENDED = Map.of("state", "ended");

    @TempDir
    private Path home;

    private Daemon daemon;
    private Registration registration;

    @BeforeEach
    void announce() {
        StateDirectory directory = new StateDirectory(home.resolve("state"));
        daemon = new Daemon(directory, "this");
        registration = Registration.announce(directory, daemon, BEGUN).orElseThrow();
    }

    private String state() {
        return daemon.status()
                .recorded()
                .flatMap(record -> record.text("state"))
                .orElse("");
    }

    @Test
    void itIsReadyAsOftenAsThereIsNews() {
        assertThat(daemon.status()).isInstanceOf(Status.Starting.class);
        registration.ready(WORKS);
        assertThat(daemon.status()).isInstanceOf(Status.Running.class);
        registration.ready(BEGUN);
        assertThat(state()).isEqualTo("begun");
    }

    @Test
    void nothingIsWrittenOnceItIsClosed() {
        registration.close();
        registration.ready(WORKS);
        registration.leave(ENDED);
        assertThat(daemon.status()).isInstanceOf(Status.Absent.class);
    }

    @Test
    void itsLastWordStays() {
        registration.ready(WORKS);
        registration.leave(ENDED);
        registration.ready(WORKS);
        registration.close();
        assertThat(state()).isEqualTo("ended");
    }
}
