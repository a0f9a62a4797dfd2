package io.relayhub.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProcessMarkTest {
    @Test
    void thisProcessIsAlive() {
        assertThat(ProcessMark.current().isAlive()).isTrue();
        assertThat(ProcessMark.of(ProcessHandle.current().pid())).contains(ProcessMark.current());
    }

    @Test
    void anEndedProcessIsNot() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        ProcessMark mark = ProcessMark.of(process.pid()).orElseThrow();
        assertThat(mark.isAlive()).isTrue();
        process.getOutputStream().close();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(mark.isAlive()).isFalse();
    }

    /// A pid that was given out again: the number lives, the process that is meant does not.
    @Test
    void aRecycledPidIsAnotherProcess() {
        ProcessMark recycled = new ProcessMark(ProcessHandle.current().pid(), "linux:0:1");
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
                    .await(() -> ProcessMark.of(child).isEmpty());
            assertThat(ProcessHandle.of(child)).as("the zombie has its number").isPresent();
            assertThat(ProcessMark.of(child)).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void theCommandMayContainAnything() {
        String command = "4711 (a) b) Z (c) ";
        assertThat(ProcessMark.startTicks(command + "S 1 2 3 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0 98765 1 1"))
                .contains("98765");
        assertThat(ProcessMark.startTicks(command + "Z 1 2 3 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0 98765 1 1"))
                .isEmpty();
        assertThat(ProcessMark.startTicks("4711 (cut")).isEmpty();
    }

    @Test
    void instantsOfOneProcessMayDifferALittle() {
        ProcessMark mark = new ProcessMark(4711, "instant:1000000");
        assertThat(mark.isSame(new ProcessMark(4711, "instant:1001999"))).isTrue();
        assertThat(mark.isSame(new ProcessMark(4711, "instant:998001"))).isTrue();
        assertThat(mark.isSame(new ProcessMark(4711, "instant:1002000"))).isFalse();
        assertThat(mark.isSame(new ProcessMark(4712, "instant:1000000"))).isFalse();
        assertThat(mark.isSame(new ProcessMark(4711, "instant:?"))).isFalse();
        assertThat(mark.isSame(new ProcessMark(4711, "linux:0:1000000"))).isFalse();
    }
}
