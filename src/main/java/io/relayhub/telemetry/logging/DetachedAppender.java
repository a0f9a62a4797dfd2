package io.relayhub.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// An appender that gives its lines to another one on a thread of its own, so that whoever logs never waits for a
/// console that nobody reads or for a disk. What does not fit into its queue is dropped and counted; once the way is
/// free again a line tells how much was. The last eighth of the queue is for warnings and errors.
///
/// Any thread. Stopping waits for what is queued, 2 s at most.
final class DetachedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final int CAPACITY = 4096;
    private static final int FOR_WARNINGS = CAPACITY / 8;
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private final Appender<ILoggingEvent> target;
    private final StrangersLines strangers;
    private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong untold = new AtomicLong();
    private final LoggingEvent end = new LoggingEvent();
    private final Logger own;
    private @Nullable Thread writer;
    private volatile boolean stopping;

    /// @param own tells what was dropped
    DetachedAppender(Appender<ILoggingEvent> target, StrangersLines strangers, Logger own) {
        this.target = target;
        this.strangers = strangers;
        this.own = own;
        setName(target.getName());
        setContext(own.getLoggerContext());
    }

    @Override
    public void start() {
        writer = Thread.ofPlatform().daemon().name("log-" + target.getName()).start(this::write);
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        ILoggingEvent line = strangers.tame(event);
        if (line == null) {
            return;
        }
        line.prepareForDeferredProcessing();
        boolean isUrgent = line.getLevel().isGreaterOrEqual(Level.WARN);
        boolean hasRoom = isUrgent || queue.remainingCapacity() > FOR_WARNINGS;
        if (!hasRoom || !queue.offer(line)) {
            untold.incrementAndGet();
            AsynchronousLog.DROPPED.increment();
        }
    }

    @Override
    public void stop() {
        Thread thread = writer;
        if (!isStarted() || thread == null) {
            return;
        }
        super.stop();
        stopping = true;
        // Wakes a writer that waits; where there is no room it does not wait.
        boolean ignored = queue.offer(end);
        try {
            thread.join(FLUSH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            // One that still writes holds the target's lock, for which nobody shall wait.
            target.stop();
        }
    }

    private void write() {
        try {
            while (!(stopping && queue.isEmpty())) {
                ILoggingEvent line = queue.take();
                if (!line.equals(end)) {
                    target.doAppend(line);
                }
                if (queue.size() < CAPACITY / 2) {
                    tellWhatWasDropped();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellWhatWasDropped() {
        long lines = untold.getAndSet(0);
        if (lines > 0) {
            var told = new LoggingEvent(
                    DetachedAppender.class.getName(),
                    own,
                    Level.WARN,
                    "lines of the log were dropped, because nobody took them",
                    null,
                    null);
            told.setKeyValuePairs(List.of(new KeyValuePair("lines", lines)));
            target.doAppend(told);
        }
    }
}
