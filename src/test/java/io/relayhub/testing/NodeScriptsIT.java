package io.relayhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class NodeScriptsIT {
    @Test
    void aScriptUsesThePackagesOfTheLockFile() throws Exception {
        NodeScript.Outcome outcome = NodeScripts.orSkip().run(Duration.ofSeconds(20), "hello.mjs", "a line");

        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo("a line, says the hub\n");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void aScriptThatFailsSaysWhy() throws Exception {
        NodeScript.Outcome outcome = NodeScripts.orSkip().run(Duration.ofSeconds(20), "not-there.mjs");

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.errors()).contains("not-there.mjs");
    }

    @Test
    void aScriptThatRunsOnIsEnded() throws Exception {
        NodeScript seen;
        try (NodeScript forever = NodeScripts.orSkip().start("forever.mjs")) {
            seen = forever;
            await().until(forever::output, "running\n"::equals);
            assertThatThrownBy(() -> forever.await(Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("forever.mjs", "running");
        }
        assertThat(seen.isRunning()).isFalse();
    }
}
