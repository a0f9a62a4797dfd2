package io.relayhub.testing;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// The scripts of `src/test/node`, with the npm packages that its lock file names, installed once under `target/node`.
///
/// Where Node or npm is missing, or the packages cannot be fetched, the test that asks is skipped, and a line on
/// standard error says why.
public final class NodeScripts {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(2);

    /// Why there are no scripts here, once that is known: npm takes its time to find out.
    private static @Nullable String missing;

    private NodeScripts() {}

    /// Installs the packages if they are not, or skips the calling test.
    ///
    /// @return the scripts, ready to be run
    public static synchronized NodeScripts orSkip() throws IOException, InterruptedException {
        if (missing == null) {
            missing = whatIsMissing();
        }
        if (!missing.isEmpty()) {
            System.err.println("Skipped, for it needs Node with the packages of " + SOURCES + ": " + missing);
            Assumptions.abort(missing);
        }
        return new NodeScripts();
    }

    private static String whatIsMissing() throws IOException, InterruptedException {
        for (String program : List.of("node", "npm")) {
            if (!isOnThePath(program)) {
                return program + " is not installed";
            }
        }
        copySources();
        Path lock = INSTALLED.resolve("package-lock.json");
        Path lockOfInstalled = INSTALLED.resolve("node_modules/installed-lock.json");
        if (Files.exists(lockOfInstalled) && Files.mismatch(lock, lockOfInstalled) < 0) {
            return "";
        }
        try (NodeScript install = NodeScript.start(INSTALLED, List.of("npm", "ci", "--ignore-scripts"))) {
            NodeScript.Outcome outcome = install.await(INSTALL_LIMIT);
            if (outcome.status() != 0) {
                return "npm ci failed: "
                        + outcome.errors()
                                .lines()
                                .filter(line -> line.startsWith("npm error") || line.startsWith("npm ERR"))
                                .findFirst()
                                .orElse("status " + outcome.status());
            }
        }
        Files.copy(lock, lockOfInstalled, StandardCopyOption.REPLACE_EXISTING);
        return "";
    }

    /// Starts `node script arguments…`; closing it ends it.
    ///
    /// @param script the name of a file of `src/test/node`
    public NodeScript start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return NodeScript.start(INSTALLED, command);
    }

    /// Runs `node script arguments…` to its end.
    ///
    /// @throws AssertionError when it has not ended within the limit; it is ended then
    public NodeScript.Outcome run(Duration limit, String script, String... arguments)
            throws IOException, InterruptedException {
        try (NodeScript running = start(script, arguments)) {
            return running.await(limit);
        }
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(requireNonNull(System.getenv("PATH")).split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /// An ES module finds its packages beside itself, so the scripts go where the packages are.
    private static void copySources() throws IOException {
        Files.createDirectories(INSTALLED);
        List<Path> sources;
        try (Stream<Path> files = Files.list(SOURCES)) {
            sources = files.filter(Files::isRegularFile).toList();
        }
        for (Path source : sources) {
            Files.copy(source, INSTALLED.resolve(SOURCES.relativize(source)), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
