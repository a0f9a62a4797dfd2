package io.relayhub.connector.chrome.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A shell that starts browsers, one at a time, and outlives this process for as long as it takes to end the last
/// one: it reads a pipe that only this process holds open, so it learns of every kind of end, SIGKILL and a crash
/// included. Safe for threads.
final class BrowserWatchdog implements AutoCloseable {
    // The shell itself gives a browser 3 s before it kills it, and 2 s to a directory that is still written to.
    private static final long PATIENCE_SECONDS = 10;
    private static final byte[] START = "start\n".getBytes(StandardCharsets.US_ASCII);
    private static final int UNKNOWN_EXIT = -1;

    private final Process shell;
    private final LastWords lastWords = new LastWords();

    @GuardedBy("this")
    private @Nullable CompletableFuture<Integer> exit;

    @GuardedBy("this")
    private Optional<ProcessHandle> browser = Optional.empty();

    private BrowserWatchdog(Process shell) {
        this.shell = shell;
    }

    /// Starts the shell and no browser yet.
    ///
    /// @param browser   the command that starts one
    /// @param temporary a directory that is deleted when this process has gone; empty: none is
    static BrowserWatchdog begin(List<String> browser, String temporary) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", script(), "relayhub-browser-watchdog", temporary));
        command.addAll(browser);
        ProcessBuilder builder = new ProcessBuilder(command);
        // The connector's own variables may hold the hub's token, which is none of the browser's business.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("RELAYHUB_") || name.startsWith("MTOP_DEVTOOLS_"));
        BrowserWatchdog watchdog = new BrowserWatchdog(builder.start());
        Thread.ofPlatform().daemon().name("chrome-watchdog").start(watchdog::listen);
        Thread.ofPlatform()
                .daemon()
                .name("chrome-last-words")
                .start(() -> watchdog.lastWords.read(watchdog.shell.errorReader()));
        CompletableFuture<Void> _ = watchdog.shell.onExit().thenRun(watchdog::shellEnded);
        return watchdog;
    }

    /// Without its comments: everybody sees it in the list of processes.
    private static String script() throws IOException {
        try (InputStream file = BrowserWatchdog.class.getResourceAsStream("browser-watchdog.sh")) {
            if (file == null) {
                throw new IllegalStateException("browser-watchdog.sh is not in this build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        }
    }

    /// Starts a browser; only when the one before has ended.
    ///
    /// @return completes with its exit code as a shell has it (126 and 127: the command can't be run); -1 where
    ///     it is not known
    CompletableFuture<Integer> start() throws IOException {
        CompletableFuture<Integer> next = new CompletableFuture<>();
        synchronized (this) {
            exit = next;
        }
        OutputStream commands = shell.getOutputStream();
        commands.write(START);
        commands.flush();
        if (!shell.isAlive()) {
            next.complete(UNKNOWN_EXIT);
        }
        return next;
    }

    boolean alive() {
        return shell.isAlive();
    }

    /// What the last browser has said at the end, for the operator when it does not start.
    String lastWords() {
        return lastWords.text();
    }

    private void listen() {
        try (BufferedReader reports = shell.inputReader()) {
            for (String line = reports.readLine(); line != null; line = reports.readLine()) {
                report(line);
            }
        } catch (IOException | UncheckedIOException e) {
            // Nothing more is heard of it, which is what its end means as well.
        }
    }

    /// Where somebody has killed the shell, nobody but this process can end its browser.
    private void shellEnded() {
        Optional<ProcessHandle> orphan;
        synchronized (this) {
            orphan = browser;
        }
        orphan.ifPresent(BrowserWatchdog::kill);
        ended(UNKNOWN_EXIT);
    }

    private void report(String line) {
        int space = line.indexOf(' ') + 1;
        if (line.startsWith("started ")) {
            synchronized (this) {
                browser = ProcessHandle.of(Long.parseLong(line, space, line.length(), 10));
            }
        } else if (line.startsWith("ended ")) {
            ended(Integer.parseInt(line, space, line.length(), 10));
        }
    }

    private void ended(int code) {
        CompletableFuture<Integer> last;
        synchronized (this) {
            browser = Optional.empty();
            last = exit;
        }
        if (last != null) {
            last.complete(code);
        }
    }

    /// Ends the browser with its whole family, politely first, deletes the directory and returns when the shell has
    /// gone too.
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            // It has gone already.
        }
        boolean gone = shell.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        if (!gone) {
            kill(shell.toHandle());
        }
    }

    private static void kill(ProcessHandle root) {
        Stream<ProcessHandle> family = Stream.concat(Stream.of(root), root.descendants());
        family.toList().forEach(ProcessHandle::destroyForcibly);
    }
}
