package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

class TickerTest {
    private final AtomicLong now = new AtomicLong(42);

    @Test
    void everyListenerIsTold() {
        List<String> calls = new ArrayList<>();

        new Ticker(List.of(time -> calls.add("a"), time -> calls.add("b")), now::get).tick();

        assertThat(calls).containsExactly("a", "b");
    }

    @Test
    void aListenerThatFailsKeepsNobodyElseFromItsTickAndIsReportedOnceInAWhile() {
        Logger logger = (Logger) LoggerFactory.getLogger(Ticker.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        List<String> calls = new ArrayList<>();
        Ticker ticker = new Ticker(List.of(TickerTest::fail, time -> calls.add("b")), now::get);
        try {
            ticker.tick();
            ticker.tick();
            assertThat(calls).hasSize(2);
            assertThat(lines.list).hasSize(1);

            now.addAndGet(TimeUnit.SECONDS.toNanos(10));
            ticker.tick();
            assertThat(lines.list).hasSize(2);
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
        }
    }

    @Test
    @Timeout(10)
    void itTicksOnADaemonThreadUntilItIsStopped() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        List<Boolean> daemon = new ArrayList<>();
        Ticker ticker = new Ticker(
                List.of(time -> daemon.add(Thread.currentThread().isDaemon()), time -> three.countDown()),
                System::nanoTime);

        ticker.start();
        three.await();
        assertThat(ticker.isRunning()).isTrue();
        ticker.stop();

        assertThat(ticker.isRunning()).isFalse();
        assertThat(daemon.getFirst()).isTrue();
    }

    private static void fail(long time) {
        throw new IllegalStateException("a bug");
    }
}
