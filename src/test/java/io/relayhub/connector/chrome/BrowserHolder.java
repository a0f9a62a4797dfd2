package io.relayhub.connector.chrome;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/// A process of its own that holds a launched browser, as a connector does.
final class BrowserHolder implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;

    private BrowserHolder(Process process) {
        this.process = process;
    }

    /// Returns when its browser answers.
    static BrowserHolder start(Path home) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrowserHolder.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BrowserHolder holder = new BrowserHolder(process);
        Assertions.assertEquals(READY, process.inputReader().readLine());
        return holder;
    }

    /// The program itself: ends when its standard input does.
    public static void main(String[] arguments) throws Exception {
        try (ChromeTester chrome = ChromeTester.launch(Path.of(arguments[0]))) {
            chrome.open("about:blank");
            System.out.println(READY);
            int end = System.in.read();
            System.out.println(end);
        }
    }

    /// The browser, its children and the watchdog.
    List<ProcessHandle> family() {
        return process.descendants().toList();
    }

    /// As the system does when memory runs out: it can do nothing more.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        Assertions.assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        List<ProcessHandle> left = family();
        process.destroyForcibly();
        left.forEach(ProcessHandle::destroyForcibly);
    }
}
