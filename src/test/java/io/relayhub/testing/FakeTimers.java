package io.relayhub.testing;

import io.relayhub.dial.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Time that passes when a test says so. Tasks run on the test's thread, in the order of their times.
public final class FakeTimers implements Timers {
    private final List<Task> tasks = new ArrayList<>();
    private long now = -42;

    private static final class Task {
        private final long at;
        private final Runnable action;

        Task(long at, Runnable action) {
            this.at = at;
            this.action = action;
        }
    }

    @Override
    public synchronized long now() {
        return now;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable action) {
        Task task = new Task(now + Math.max(0, delay.toNanos()), action);
        tasks.add(task);
        return () -> {
            synchronized (FakeTimers.this) {
                tasks.remove(task);
            }
        };
    }

    public void pass(Duration time) {
        long until = now() + time.toNanos();
        for (Optional<Task> due = next(until); due.isPresent(); due = next(until)) {
            due.get().action.run();
        }
        synchronized (this) {
            now = until;
        }
    }

    /// Time passes without anything being done on time, as when the process was stopped; then everything due is
    /// done.
    public void freeze(Duration time) {
        synchronized (this) {
            now += time.toNanos();
        }
        pass(Duration.ZERO);
    }

    private synchronized Optional<Task> next(long until) {
        Optional<Task> first =
                tasks.stream().min(Comparator.comparingLong(task -> task.at)).filter(task -> task.at - until <= 0);
        first.ifPresent(task -> {
            tasks.remove(task);
            now = Math.max(now, task.at);
        });
        return first;
    }

    public synchronized int pending() {
        return tasks.size();
    }
}
