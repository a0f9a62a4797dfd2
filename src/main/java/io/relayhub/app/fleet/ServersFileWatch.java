package io.relayhub.app.fleet;

import io.relayhub.app.fleet.ServersFile.State;
import io.relayhub.fleet.Fleet;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Reads the servers' file again when it has changed: looks once a second, on a thread of its own, and reads what has
/// been the same for two looks, so that a half-written list disconnects nobody.
public final class ServersFileWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ServersFileWatch.class);
    private static final long LOOK_MILLIS = 1000;

    private final FleetRoster roster;
    private final Fleet fleet;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("servers-file").factory());

    /// At the last look; null: there was none, or no file. Of the thread, as what follows.
    private @Nullable State seen;

    private boolean complained;
    private volatile boolean running;

    public ServersFileWatch(FleetRoster roster, Fleet fleet) {
        this.roster = roster;
        this.fleet = fleet;
    }

    @Override
    public void start() {
        running = true;
        if (roster.file() != null) {
            var ignored = thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    void look() {
        ServersFile file = roster.file();
        if (file == null) {
            return;
        }
        State now;
        try {
            now = file.state();
        } catch (IOException gone) {
            seen = null;
            if (!complained) {
                complain("fleet.servers-file cannot be read (" + file.path() + ": "
                        + gone.getClass().getSimpleName() + ")");
            }
            complained = true;
            return;
        }
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || (now.equals(file.lastRead()) && !complained)) {
            return;
        }
        complained = false;
        try {
            fleet.configure(roster.read());
        } catch (RuntimeException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    private static void complain(String sentence) {
        log.warn("relayhub.{}; the servers stay as they are", sentence);
    }
}
