package io.relayhub.connector.nativehost;

import io.relayhub.connector.spi.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// The files that tell a browser which program to start for which extension: a manifest for this user, and the
/// small script that it names, since a manifest can name no arguments.
public final class HostManifest {
    /// The host's name, which the extension gives to `chrome.runtime.connectNative`.
    public static final String DEFAULT_NAME = "io.relayhub.native_host";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");
    private static final Pattern EXTENSION = Pattern.compile("[a-p]{32}");

    /// A browser that looks for manifests in a place of its own.
    public enum Browser {
        CHROME("google-chrome", "Google/Chrome"),
        CHROMIUM("chromium", "Chromium");

        private final String linux;
        private final String mac;

        Browser(String linux, String mac) {
            this.linux = linux;
            this.mac = mac;
        }

        Path manifests(Path userHome, Platform platform) {
            return switch (platform) {
                case LINUX -> userHome.resolve(".config").resolve(linux).resolve("NativeMessagingHosts");
                case MAC ->
                    userHome.resolve("Library/Application Support").resolve(mac).resolve("NativeMessagingHosts");
            };
        }
    }

    /// An operating system for which a manifest can be installed.
    public enum Platform {
        LINUX,
        MAC;

        /// @throws IllegalArgumentException when there is no installer for this one
        public static Platform of(String osName) {
            if (osName.startsWith("Mac")) {
                return MAC;
            }
            if (osName.startsWith("Linux")) {
                return LINUX;
            }
            throw new IllegalArgumentException("manifests can be installed on Linux and macOS, not on " + osName
                    + "; write one by hand as docs/connector.md says");
        }
    }

    private final String name;
    private final List<String> extensions;

    /// @param extensions ids of the extensions that may start the host; at least one
    /// @throws IllegalArgumentException when a browser would refuse the name or an id
    public HostManifest(String name, List<String> extensions) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the host's name has only lower case letters, digits, '_' and '.', like " + DEFAULT_NAME);
        }
        if (extensions.isEmpty()) {
            throw new IllegalArgumentException("name at least one extension: its id is shown at chrome://extensions");
        }
        for (String extension : extensions) {
            if (!EXTENSION.matcher(extension).matches()) {
                throw new IllegalArgumentException("'" + extension
                        + "' is no extension's id: 32 letters from a to p, as chrome://extensions shows it");
            }
        }
        this.name = name;
        this.extensions = List.copyOf(extensions);
    }

    /// @param userHome the user's home directory
    /// @param state    the state directory: the script goes there, and the host uses it in whatever environment the
    ///     browser has
    /// @param command  the program and its arguments, to which the browser's own are added
    /// @return the files that were written, the script first
    public List<Path> install(
            List<Browser> browsers, Platform platform, Path userHome, Path state, List<String> command)
            throws IOException {
        Path script = state.resolve("native-host").toAbsolutePath();
        Files.createDirectories(
                state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        write(script, script(state, command).getBytes(StandardCharsets.UTF_8), "rwx------");
        List<Path> written = new ArrayList<>(List.of(script));
        for (Browser browser : browsers) {
            Path file = browser.manifests(userHome, platform).resolve(name + ".json");
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            write(file, manifest(script), "rw-r--r--");
            written.add(file);
        }
        return written;
    }

    /// @return the manifests that were removed
    public static List<Path> uninstall(String name, List<Browser> browsers, Platform platform, Path userHome)
            throws IOException {
        List<Path> removed = new ArrayList<>();
        for (Browser browser : browsers) {
            Path file = browser.manifests(userHome, platform).resolve(name + ".json");
            if (Files.deleteIfExists(file)) {
                removed.add(file);
            }
        }
        return removed;
    }

    private byte[] manifest(Path script) {
        ObjectNode manifest = Json.mapper().createObjectNode();
        manifest.put("name", name);
        manifest.put("description", "Connects a browser's extension with relayhub's connector on this machine.");
        manifest.put("path", script.toString());
        manifest.put("type", "stdio");
        extensions.forEach(id -> manifest.withArray("allowed_origins").add("chrome-extension://" + id + "/"));
        return Json.of(manifest).utf8();
    }

    private static String script(Path state, List<String> command) {
        String words = command.stream().map(HostManifest::quoted).collect(Collectors.joining(" "));
        return """
                #!/bin/sh
                export RELAYHUB_HOME=%s
                exec %s "$@"
                """.formatted(quoted(state.toAbsolutePath().toString()), words);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static void write(Path file, byte[] content, String mode) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, content);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
