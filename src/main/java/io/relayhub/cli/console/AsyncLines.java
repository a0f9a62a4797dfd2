package io.relayhub.cli.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Lines on their way to a place that may not take them now: a terminal after Ctrl-S, a pipe that nobody reads. Whoever
/// says one never waits, from whatever thread. While as many wait as there is room for, further ones are dropped, and a
/// line in their place tells how many.
public final class AsyncLines implements Consumer<String>, AutoCloseable {
    private static final int ROOM = 1_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Consumer<String> place;
    private final UnaryOperator<String> form;
    private final Thread thread = Thread.ofPlatform().daemon().name("console").unstarted(this::run);
    /// Guarded by this, as what follows.
    private final Deque<String> waiting = new ArrayDeque<>();

    private long dropped;
    private boolean closed;

    private AsyncLines(Consumer<String> place, UnaryOperator<String> form) {
        this.place = place;
        this.form = form;
    }

    /// @param place may block, and is called by one thread only
    /// @param form  what a line becomes when it is said, such as one with the time before it; must not block
    public static AsyncLines to(Consumer<String> place, UnaryOperator<String> form) {
        AsyncLines lines = new AsyncLines(place, form);
        lines.thread.start();
        return lines;
    }

    @Override
    public void accept(String line) {
        String formed = form.apply(line);
        synchronized (this) {
            if (waiting.size() >= ROOM) {
                dropped++;
                return;
            }
            waiting.add(formed);
            notifyAll();
        }
    }

    /// Gives what waits one second to be taken. Later lines are dropped; further calls do nothing.
    public void finish() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As [#finish].
    @Override
    public void close() {
        finish();
    }

    private void run() {
        for (String line = next(); line != null; line = next()) {
            place.accept(line);
        }
    }

    /// @return null when there will be none
    private synchronized @Nullable String next() {
        try {
            while (waiting.isEmpty() && dropped == 0 && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        String line = waiting.poll();
        if (line == null && dropped > 0) {
            line = dropped + " lines were dropped, because nobody read them";
            dropped = 0;
        }
        return line;
    }
}
