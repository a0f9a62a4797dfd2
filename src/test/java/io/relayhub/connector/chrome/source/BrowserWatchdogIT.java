package io.relayhub.connector.chrome.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.source.BrowserSource.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The watchdog's shell, with little scripts as browsers.
@Timeout(60)
class BrowserWatchdogIT {
    @TempDir
    private Path directory;

    private BrowserWatchdog watchdog(String script) throws Exception {
        return BrowserWatchdog.begin(List.of("/bin/sh", "-c", script), "");
    }

    /// The process that a script wrote into a file.
    private static ProcessHandle process(Path file) throws Exception {
        while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
            LockSupport.parkNanos(5_000_000);
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }

    private static void awaitEnd(ProcessHandle process) throws Exception {
        process.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aBrowserThatEndsIsReportedAndCanBeStartedAgain() throws Exception {
        try (BrowserWatchdog watchdog = watchdog("echo again >>" + directory.resolve("runs") + "; exit 3")) {
            assertEquals(3, watchdog.start().get(20, TimeUnit.SECONDS));
            assertEquals(3, watchdog.start().get(20, TimeUnit.SECONDS));
        }
        assertEquals(2, Files.readAllLines(directory.resolve("runs")).size());
    }

    @Test
    void aFamilyThatDoesNotWantToEndIsEndedAndItsDirectoryDeleted() throws Exception {
        Path profile = Files.createDirectory(directory.resolve("profile"));
        Files.createDirectory(profile.resolve("inner"));
        Path child = directory.resolve("child");
        String stubborn = "trap '' TERM; sleep 300 & echo $! >" + child + "; wait; sleep 300";
        ProcessHandle stubbornChild;
        try (BrowserWatchdog watchdog = BrowserWatchdog.begin(List.of("/bin/sh", "-c", stubborn), profile.toString())) {
            assertFalse(watchdog.start().isDone());
            stubbornChild = process(child);
        }
        awaitEnd(stubbornChild);
        assertFalse(Files.exists(profile));
    }

    @Test
    void aBrowserIsAskedBeforeItIsKilled() throws Exception {
        Path last = directory.resolve("last");
        Path begun = directory.resolve("begun");
        String polite = "trap 'echo saved >" + last + "; exit' TERM; echo $$ >" + begun
                + "; while :; do sleep 300 & wait $!; done";
        try (BrowserWatchdog watchdog = watchdog(polite)) {
            assertFalse(watchdog.start().isDone());
            process(begun);
        }
        assertEquals("saved\n", Files.readString(last));
    }

    @Test
    void theBrowserOfAKilledWatchdogEnds() throws Exception {
        Path begun = directory.resolve("begun");
        try (BrowserWatchdog watchdog = watchdog("echo $$ >" + begun + "; exec sleep 300")) {
            CompletableFuture<Integer> exit = watchdog.start();
            ProcessHandle browser = process(begun);
            ProcessHandle shell = ProcessHandle.current()
                    .children()
                    .filter(child -> child.descendants().anyMatch(browser::equals))
                    .findFirst()
                    .orElseThrow();
            shell.destroyForcibly();
            exit.get(20, TimeUnit.SECONDS);
            awaitEnd(browser);
            assertFalse(watchdog.alive());
        }
    }

    @Test
    void aBrowserThatCannotBeRunIsSaidSo() {
        Path missing = directory.resolve("missing");
        try (LaunchedBrowser browser =
                new LaunchedBrowser(missing, LaunchedBrowser.Display.HEADLESS, new Profile.Temporary())) {
            Unavailable unavailable =
                    assertThrows(Unavailable.class, () -> browser.endpoint(Deadline.in(Duration.ofSeconds(20))));
            assertTrue(
                    unavailable.sentence().startsWith("Chrome can't be started as " + missing), unavailable.sentence());
        }
    }
}
