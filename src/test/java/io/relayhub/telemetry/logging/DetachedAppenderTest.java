package io.relayhub.telemetry.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DetachedAppenderTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("io.relayhub.some");
    private final Logger server = context.getLogger("org.eclipse.jetty.http.HttpParser");
    private final AtomicLong now = new AtomicLong();
    private final CountDownLatch free = new CountDownLatch(1);
    private final List<ILoggingEvent> written = new CopyOnWriteArrayList<>();
    private final DetachedAppender appender = new DetachedAppender(
            new AppenderBase<>() {
                @Override
                public synchronized void doAppend(ILoggingEvent line) {
                    try {
                        free.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    written.add(line);
                }

                @Override
                protected void append(ILoggingEvent line) {}
            },
            new StrangersLines(logger, now::get),
            logger);

    DetachedAppenderTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        appender.start();
    }

    @Test
    void aConsoleThatNobodyReadsHoldsNobodyAndWhatIsDroppedIsTold() {
        long before = AsynchronousLog.dropped();
        for (int i = 0; i < 3 * DetachedAppender.CAPACITY; i++) {
            logger.info("line");
        }
        logger.warn("urgent");
        long dropped = AsynchronousLog.dropped() - before;
        assertThat(dropped).isGreaterThan(2L * DetachedAppender.CAPACITY);

        free.countDown();
        appender.stop();

        assertThat(written).extracting(ILoggingEvent::getMessage).contains("urgent");
        assertThat(written.stream()
                        .filter(line -> line.getMessage().contains("dropped"))
                        .map(line -> line.getKeyValuePairs().getFirst().value))
                .containsExactly(dropped);
        assertThat(written).hasSize((int) (3 * DetachedAppender.CAPACITY + 2 - dropped));
    }

    @Test
    void nothingIsLostAtTheEndAndABlockedConsoleDoesNotHoldIt() {
        logger.info("last");
        long begun = System.nanoTime();
        appender.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(written).isEmpty();
        free.countDown();
    }

    @Test
    void theServersWarningsLoseWhatStrangersWrote() {
        free.countDown();
        for (int i = 0; i < 3; i++) {
            server.warn("Bad Host \u001b[31mcanary", new IllegalArgumentException("canary\n"));
        }
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        server.warn("Bad Host canary", new IllegalArgumentException("canary"));
        server.warn("another canary");
        logger.warn("own");
        appender.stop();

        assertThat(written).hasSize(5 - 1);
        assertThat(written.toString()).doesNotContain("canary");
        assertThat(written)
                .allSatisfy(line ->
                        assertThat(String.valueOf(line.getKeyValuePairs())).doesNotContain("canary"));
        assertThat(String.valueOf(written.get(0).getKeyValuePairs()))
                .contains("logger=\"org.eclipse.jetty.http.HttpParser\"", "IllegalArgumentException");
    }
}
