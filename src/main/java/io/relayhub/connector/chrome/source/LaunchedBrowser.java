package io.relayhub.connector.chrome.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A browser of our own: started when needed, again after it has gone, and ended with its whole family of processes
/// when it is closed or this process has gone, however that came about.
public final class LaunchedBrowser implements BrowserSource {
    /// With a window or without.
    public enum Display {
        WINDOW,
        HEADLESS
    }

    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;
    private static final int PROFILE_IN_USE = 21;

    private final Path executable;
    private final Display display;
    private final Profile profile;

    @GuardedBy("this")
    private @Nullable Path directory;

    @GuardedBy("this")
    private @Nullable BrowserWatchdog watchdog;

    @GuardedBy("this")
    private @Nullable Running current;

    @GuardedBy("this")
    private boolean closed;

    private record Running(BrowserWatchdog watchdog, CompletableFuture<Integer> exit, Path directory) {
        boolean alive() {
            return !exit.isDone();
        }
    }

    public LaunchedBrowser(Path executable, Display display, Profile profile) {
        this.executable = executable;
        this.display = display;
        this.profile = profile;
    }

    @Override
    public URI endpoint(Deadline deadline) throws Unavailable, InterruptedException {
        try {
            return awaitEndpoint(running(), deadline);
        } catch (IOException | UncheckedIOException e) {
            throw cannotBeStarted(e.getClass().getSimpleName());
        }
    }

    private Unavailable cannotBeStarted(String why) {
        return new Unavailable("Chrome can't be started as " + executable + " (" + why
                + "): check that it is executable and that its profile directory can be written.");
    }

    private synchronized Running running() throws IOException, Unavailable {
        if (closed) {
            throw new Unavailable("The connector is stopping.");
        }
        Running before = current;
        if (before != null && before.alive()) {
            return before;
        }
        Path place = directory;
        if (place == null) {
            place = profile.make();
            directory = place;
        }
        Files.deleteIfExists(portFile(place));
        BrowserWatchdog keeper = watchdog;
        if (keeper == null || !keeper.alive()) {
            keeper =
                    BrowserWatchdog.begin(command(place), profile instanceof Profile.Temporary ? place.toString() : "");
            watchdog = keeper;
        }
        Running now = new Running(keeper, keeper.start(), place);
        current = now;
        return now;
    }

    private static Path portFile(Path directory) {
        return directory.resolve("DevToolsActivePort");
    }

    List<String> command(Path place) {
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--remote-debugging-port=0",
                "--user-data-dir=" + place,
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic",
                "--disable-breakpad",
                "--disable-features=Translate,MediaRouter",
                "--password-store=basic",
                "--use-mock-keychain",
                // Agents work in tabs that nobody looks at.
                "--disable-background-timer-throttling",
                "--disable-backgrounding-occluded-windows",
                "--disable-renderer-backgrounding"));
        if (display == Display.HEADLESS) {
            command.addAll(List.of("--headless=new", "--disable-gpu", "--mute-audio", "--window-size=1280,800"));
        }
        if (System.getProperty("os.name", "").startsWith("Linux")) {
            // Containers often have 64 MiB there, which Chrome fills and then crashes.
            command.add("--disable-dev-shm-usage");
        }
        if (withoutSandbox()) {
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        return command;
    }

    /// Chrome refuses to run as root with its sandbox.
    public static boolean withoutSandbox() {
        return System.getProperty("user.name", "").equals("root");
    }

    /// Chrome writes the port it has chosen and its endpoint's path into its profile once both are ready.
    private URI awaitEndpoint(Running running, Deadline deadline)
            throws IOException, Unavailable, InterruptedException {
        Path file = portFile(running.directory());
        while (true) {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() >= 2 && !lines.get(1).isEmpty()) {
                    return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
                }
            }
            if (deadline.passed()) {
                throw new Unavailable("Chrome was started but has not opened its debugging port in time.");
            }
            try {
                int code = running.exit().get(50, TimeUnit.MILLISECONDS);
                throw endedAtOnce(running, code);
            } catch (TimeoutException e) {
                // It is still starting.
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private Unavailable endedAtOnce(Running running, int code) {
        if (code == CANNOT_EXECUTE || code == NOT_FOUND) {
            return cannotBeStarted("exit code " + code);
        }
        return new Unavailable(
                endedAtOnce(code, running.directory(), running.watchdog().lastWords()));
    }

    /// @param words what it has said at the end; may be empty
    static String endedAtOnce(int code, Path directory, String words) {
        String how = "Chrome ended at once (exit code " + code + ")";
        if (words.contains("DISPLAY") || words.contains("ozone") || words.contains("X server")) {
            return how + ": there is no display for its window; add --headless.";
        }
        if (code == PROFILE_IN_USE || words.contains("profile appears to be in use")) {
            return how + ": another Chrome uses the profile " + directory
                    + "; end that one, or choose another profile with --chrome-profile.";
        }
        return how + (words.isEmpty() ? " and said nothing." : ": " + words);
    }

    @Override
    public synchronized boolean alive() {
        return current == null || current.alive();
    }

    @Override
    public void close() {
        BrowserWatchdog last;
        Path place;
        synchronized (this) {
            closed = true;
            last = watchdog;
            place = directory;
        }
        if (last != null) {
            last.close();
        }
        if (place != null) {
            profile.discard(place);
        }
    }
}
