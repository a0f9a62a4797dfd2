package io.relayhub.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AsyncLinesTest {
    private final List<String> shown = Collections.synchronizedList(new ArrayList<>());

    @Test
    void linesComeInTheirOrderAndTheLastBeforeTheEnd() {
        try (AsyncLines lines = AsyncLines.to(shown::add, line -> "> " + line)) {
            lines.accept("one");
            lines.accept("two");
        }
        assertThat(shown).containsExactly("> one", "> two");
    }

    @Test
    void aPlaceThatTakesNothingHoldsNobodyUp() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch unblocked = new CountDownLatch(1);
        AsyncLines lines = AsyncLines.to(
                line -> {
                    blocked.countDown();
                    awaitQuietly(unblocked);
                    shown.add(line);
                },
                line -> line);
        lines.accept("first");
        blocked.await();
        for (int i = 0; i < 1_005; i++) {
            lines.accept("line " + i);
        }
        unblocked.countDown();
        lines.close();
        assertThat(shown)
                .hasSize(1 + 1_000 + 1)
                .startsWith("first", "line 0")
                .endsWith("line 999", "5 lines were dropped, because nobody read them");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
