package io.relayhub.connector.chrome.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A browser of our own: started when needed, again after it has gone, and ended with its whole family of processes.
public final class LaunchedBrowser implements BrowserSource {
    /// With a window or without.
    public enum Display {
        WINDOW,
        HEADLESS
    }

    /// Where cookies and logins live.
    public sealed interface Profile {
        /// Kept; made where it does not exist.
        record Kept(Path directory) implements Profile {}

        /// Empty at the beginning, deleted at the end.
        record Temporary() implements Profile {}
    }

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int REMARKS = 5;

    private final Path executable;
    private final Display display;
    private final Profile profile;

    @GuardedBy("this")
    private @Nullable Path directory;

    @GuardedBy("this")
    private @Nullable Running current;

    @GuardedBy("this")
    private boolean closed;

    private record Running(Process process, Path directory, Remarks remarks) {}

    public LaunchedBrowser(Path executable, Display display, Profile profile) {
        this.executable = executable;
        this.display = display;
        this.profile = profile;
    }

    @Override
    public URI endpoint(Deadline deadline) throws Unavailable, InterruptedException {
        try {
            Running running = running();
            return awaitEndpoint(running, deadline);
        } catch (IOException | UncheckedIOException e) {
            throw new Unavailable("Chrome can't be started as " + executable + " ("
                    + e.getClass().getSimpleName()
                    + "): check that it is executable and that its profile directory can be written.");
        }
    }

    private synchronized Running running() throws IOException, Unavailable {
        if (closed) {
            throw new Unavailable("The connector is stopping.");
        }
        Running before = current;
        if (before != null && before.process().isAlive()) {
            return before;
        }
        Path place = directory();
        Files.deleteIfExists(portFile(place));
        ProcessBuilder builder = new ProcessBuilder(command(place)).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // The connector's own variables may hold the hub's token, which is none of the browser's business.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("RELAYHUB_") || name.startsWith("MTOP_DEVTOOLS_"));
        Process started = builder.start();
        Remarks remarks = new Remarks();
        Thread.ofVirtual().name("chrome-remarks").start(() -> remarks.read(started.errorReader()));
        Running now = new Running(started, place, remarks);
        current = now;
        return now;
    }

    @GuardedBy("this")
    private Path directory() throws IOException {
        Path known = directory;
        if (known != null) {
            return known;
        }
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path made = switch (profile) {
            case Profile.Kept kept -> Files.createDirectories(kept.directory(), ownerOnly);
            case Profile.Temporary() -> Files.createTempDirectory("relayhub-chrome-", ownerOnly);
        };
        directory = made;
        return made;
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
        if (System.getProperty("user.name", "").equals("root")) {
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        return command;
    }

    /// Chrome writes the port it has chosen and its endpoint's path into its profile once both are ready.
    private static URI awaitEndpoint(Running running, Deadline deadline)
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
            if (running.process().waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new Unavailable("Chrome ended at once with exit code "
                        + running.process().exitValue()
                        + ". If another Chrome uses the profile " + running.directory()
                        + ", end that one or choose another profile. Its last words: "
                        + running.remarks().last());
            }
        }
    }

    @Override
    public synchronized boolean alive() {
        return current == null || current.process().isAlive();
    }

    @Override
    public void close() {
        Running running;
        synchronized (this) {
            closed = true;
            running = current;
        }
        if (running != null) {
            end(running.process());
        }
        if (profile instanceof Profile.Temporary) {
            deleteDirectory();
        }
    }

    private static void end(Process running) {
        List<ProcessHandle> family = new ArrayList<>(running.descendants().toList());
        family.addFirst(running.toHandle());
        running.destroy();
        awaitEnd(family);
        family.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(family);
    }

    private static void awaitEnd(List<ProcessHandle> family) {
        CompletableFuture<?>[] ends = family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private synchronized void deleteDirectory() {
        Path place = directory;
        directory = null;
        Deadline deadline = Deadline.in(PATIENCE);
        while (place != null && Files.exists(place) && !deadline.passed()) {
            // A process that is just ending may write once more: then the next round finds it.
            deleteOnce(place);
        }
    }

    private static void deleteOnce(Path place) {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    /// The last lines that Chrome wrote to its standard error, for the operator when it does not start.
    private static final class Remarks {
        @GuardedBy("this")
        private final List<String> lines = new ArrayList<>();

        void read(BufferedReader reader) {
            try (reader) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                add("(unreadable)");
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            if (lines.size() > REMARKS) {
                lines.removeFirst();
            }
        }

        synchronized String last() {
            return lines.isEmpty() ? "none." : String.join(" | ", lines);
        }
    }
}
