package io.relayhub.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProcessIdentityTest {
    @Test
    void thisProcessIsAlive() {
        assertThat(ProcessIdentity.current().isAlive()).isTrue();
        assertThat(ProcessIdentity.of(ProcessHandle.current().pid())).contains(ProcessIdentity.current());
    }

    @Test
    void anEndedProcessIsNot() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        assertThat(identity.isAlive()).isTrue();
        process.getOutputStream().close();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(identity.isAlive()).isFalse();
    }

    /// A pid that was given out again: the number lives, the process that is meant does not.
    @Test
    void aRecycledPidIsAnotherProcess() {
        ProcessIdentity recycled = new ProcessIdentity(ProcessHandle.current().pid(), "linux:0:1");
        assertThat(recycled.isAlive()).isFalse();
    }

    /// Waiting for an exit code that nobody fetches is not living. The shell starts a child that ends at once, and then
    /// becomes a program that never fetches it.
    @Test
    void aZombieIsNotAlive() throws IOException {
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 2 & echo $!; exec cat").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            Deadline.in(java.time.Duration.ofSeconds(10))
                    .await(() -> ProcessIdentity.of(child).isEmpty());
            assertThat(ProcessHandle.of(child)).as("the zombie has its number").isPresent();
            assertThat(ProcessIdentity.of(child)).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void theCommandMayContainAnything() {
        String command = "4711 (a) b) Z (c) ";
        assertThat(ProcessIdentity.startTicks(command + "S 1 2 3 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0 98765 1 1"))
                .contains("98765");
        assertThat(ProcessIdentity.startTicks(command + "Z 1 2 3 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0 98765 1 1"))
                .isEmpty();
        assertThat(ProcessIdentity.startTicks("4711 (cut")).isEmpty();
    }

    @Test
    void instantsOfOneProcessMayDifferALittle() {
        ProcessIdentity identity = new ProcessIdentity(4711, "instant:1000000");
        assertThat(identity.isSame(new ProcessIdentity(4711, "instant:1001999")))
                .isTrue();
        assertThat(identity.isSame(new ProcessIdentity(4711, "instant:998001"))).isTrue();
        assertThat(identity.isSame(new ProcessIdentity(4711, "instant:1002000")))
                .isFalse();
        assertThat(identity.isSame(new ProcessIdentity(4712, "instant:1000000")))
                .isFalse();
        assertThat(identity.isSame(new ProcessIdentity(4711, "instant:?"))).isFalse();
        assertThat(identity.isSame(new ProcessIdentity(4711, "linux:0:1000000")))
                .isFalse();
    }
}
