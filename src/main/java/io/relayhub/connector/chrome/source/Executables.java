package io.relayhub.connector.chrome.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The places of Chrome and its siblings on Linux and macOS.
public final class Executables {
    private static final List<String> NAMES = List.of(
            "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome", "microsoft-edge");
    private static final List<String> PLACES = List.of(
            "/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome", "/usr/lib/chromium", "/opt/homebrew/bin");
    private static final List<String> MAC_APPLICATIONS = List.of(
            "Google Chrome.app/Contents/MacOS/Google Chrome",
            "Chromium.app/Contents/MacOS/Chromium",
            "Microsoft Edge.app/Contents/MacOS/Microsoft Edge");

    private Executables() {}

    /// The first one on the search path, else in the usual places.
    ///
    /// @param searchPath as in `PATH`
    /// @param home       the user's home directory
    public static Optional<Path> find(String searchPath, Path home) {
        Stream<Path> directories = Stream.concat(Stream.of(searchPath.split(":")), PLACES.stream())
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
        Stream<Path> commands = directories.flatMap(directory -> NAMES.stream().map(directory::resolve));
        Stream<Path> applications = Stream.of(Path.of("/Applications"), home.resolve("Applications"))
                .flatMap(directory -> MAC_APPLICATIONS.stream().map(directory::resolve));
        return Stream.concat(commands, applications)
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /// The first one on this machine.
    public static Optional<Path> find() {
        String searchPath = System.getenv().getOrDefault("PATH", "");
        return find(searchPath, Path.of(System.getProperty("user.home", "/")));
    }
}
