package io.relayhub;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A machine for `mvnw` to start on: JDKs and Mavens that only say what they were asked, a home and a project whose
/// names hold a space, a PATH with nothing but the tools that the script may use, and a mirror on loopback.
final class FakeMachine implements AutoCloseable {
    /// What the script needs, then what it chooses among: whichever of them this machine has.
    private static final String TOOLS =
            "awk basename cut dirname gzip head mkdir mktemp mv rm sed sh tar" + " curl wget sha512sum shasum perl";

    private static final String PINNED = "apache-maven-9.8.7";

    final Path home;
    final Path project;
    private final Path world;
    private final Path bin;
    private final Path jdks;
    private final Path mirror;
    private final Path published;
    private final HttpServer server;
    private final Map<String, String> environment = new HashMap<>();

    FakeMachine(Path temporary) throws IOException, InterruptedException {
        world = Files.createDirectory(temporary.toRealPath().resolve("a world"));
        home = Files.createDirectory(world.resolve("home"));
        project = Files.createDirectory(world.resolve("project"));
        bin = Files.createDirectory(world.resolve("bin"));
        jdks = Files.createDirectory(world.resolve("jvm"));
        mirror = Files.createDirectory(world.resolve("mirror"));
        published = mirror.resolve("maven/maven-9/9.8.7/binaries/" + PINNED + "-bin.tar.gz");
        copyTools();
        publishMaven();
        copyScript();
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), mirror, OutputLevel.NONE);
        server.start();
        environment.put("PATH", bin.toString());
        environment.put("HOME", home.toString());
        environment.put(
                "MVNW_REPOURL", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    Path jdk(String name, String version) throws IOException {
        return fakeJdk(jdks.resolve(name), version);
    }

    Path sdkmanJdk(String version) throws IOException {
        return fakeJdk(home.resolve(".sdkman/candidates/java/" + version + "-tem"), version);
    }

    void javaHome(Path jdk) {
        environment.put("JAVA_HOME", jdk.toString());
    }

    void installMaven(String version) throws IOException {
        writeExecutable(bin.resolve("mvn"), mavenThatTells(version, "installed"));
    }

    boolean has(String tool) {
        return Files.exists(bin.resolve(tool));
    }

    void uninstall(String tool) throws IOException {
        Files.deleteIfExists(bin.resolve(tool));
    }

    void cutTheNetwork() {
        server.stop(0);
    }

    void spoilTheDownload() throws IOException {
        Files.write(published, new byte[] {0}, StandardOpenOption.APPEND);
    }

    void publishAsMavenRepository() throws IOException {
        Path directory = Files.createDirectories(mirror.resolve("org/apache/maven/apache-maven/9.8.7"));
        Files.move(published, directory.resolve(published.getFileName()));
    }

    /// The Mavens under the home, and what an interrupted or refused download would leave beside them.
    List<String> keptMavens() throws IOException {
        try (Stream<Path> below = Files.find(home, 6, (path, _) -> path.getNameCount() == home.getNameCount() + 6)) {
            return below.map(path -> requireNonNull(path.getFileName()).toString())
                    .toList();
        }
    }

    record Run(int status, List<String> output, List<String> errors) {}

    Run mvnw(String... arguments) throws IOException, InterruptedException {
        return start(project, arguments).await();
    }

    Started start(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(project.resolve("mvnw").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(world, "run", ".out");
        Path errors = Files.createTempFile(world, "run", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Started(builder.start(), output, errors);
    }

    record Started(Process process, Path output, Path errors) {
        Run await() throws IOException, InterruptedException {
            try {
                assertThat(process.waitFor(30, TimeUnit.SECONDS))
                        .as("mvnw ends")
                        .isTrue();
                return new Run(process.exitValue(), Files.readAllLines(output), Files.readAllLines(errors));
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void copyTools() throws IOException {
        String[] directories = requireNonNull(System.getenv("PATH")).split(":", -1);
        for (String name : TOOLS.split(" ", -1)) {
            for (String directory : directories) {
                Path tool = Path.of(directory, name).toAbsolutePath();
                if (Files.isExecutable(tool) && !has(name)) {
                    writeExecutable(bin.resolve(name), "#!/bin/sh\nexec '" + tool + "' \"$@\"\n");
                }
            }
        }
    }

    /// The project's own script, except that the places where it looks for JDKs are this machine's.
    private void copyScript() throws IOException {
        String script = Files.readString(Path.of("mvnw"));
        Map<String, Path> places = Map.of(
                "/usr/lib/jvm", jdks, "/opt", world.resolve("opt"), "/usr/libexec/java_home", world.resolve("no"));
        for (Map.Entry<String, Path> place : places.entrySet()) {
            assertThat(script).contains(place.getKey());
            script = script.replace(place.getKey(), "'" + place.getValue() + "'");
        }
        writeExecutable(project.resolve("mvnw"), script);
    }

    private void publishMaven() throws IOException, InterruptedException {
        Path dist = world.resolve("dist");
        Files.createDirectories(dist.resolve(PINNED + "/bin"));
        writeExecutable(dist.resolve(PINNED + "/bin/mvn"), mavenThatTells("9.8.7", "downloaded"));
        Files.createDirectories(requireNonNull(published.getParent()));
        Process tar = new ProcessBuilder("tar", "-czf", published.toString(), "-C", dist.toString(), PINNED).start();
        assertThat(tar.waitFor()).isZero();
        Path wrapper = Files.createDirectories(project.resolve(".mvn/wrapper"));
        Files.writeString(
                wrapper.resolve("maven-wrapper.properties"), """
                distributionUrl=http://127.0.0.1:9/dist/maven/maven-9/9.8.7/binaries/%s
                distributionSha512Sum=%s
                """.formatted(published.getFileName(), sha512(published)));
    }

    private static Path fakeJdk(Path jdk, String version) throws IOException {
        Files.createDirectories(jdk.resolve("bin"));
        writeExecutable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private static String mavenThatTells(String version, String origin) {
        return """
                #!/bin/sh
                [ "${1-}" != --version ] || { printf '\\033[1mApache Maven %1$s\\033[m\\n'; exit; }
                echo "maven %1$s %2$s"
                echo "java $JAVA_HOME"
                echo "arguments $*"
                """.formatted(version, origin);
    }

    private static void writeExecutable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String sha512(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-512", e);
        }
    }
}
