package io.relayhub.testing;

import io.relayhub.connector.chrome.source.Executables;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The Chrome or Chromium that is installed here.
public final class RealBrowser {
    private RealBrowser() {}

    /// Skips the calling test, and says so, where there is none.
    public static void orSkip() {
        boolean found = Executables.find().isPresent();
        if (!found) {
            System.out.println(
                    "SKIPPED: no Chrome or Chromium is installed here, so the tests with a real browser do not run.");
        }
        Assumptions.assumeTrue(found, "no Chrome or Chromium is installed");
    }

    /// The processes of every browser that this JVM has launched.
    public static List<ProcessHandle> launched() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("chrom"))
                .toList();
    }

    /// Ends processes as a crash does, and returns when they are gone.
    public static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(
                process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }
}
