package io.relayhub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// The Docker engine of this machine, by its command line, and the images that the tests of this package share: made
/// once out of stand-ins for the public base images (`src/test/engine/stand-ins`), and removed when the tests are over.
///
/// Where no engine answers, the test that asks is skipped, and a line on standard error says why. With the system
/// property `engine.image` an image that was built elsewhere is tested instead of one of this checkout.
final class Engine {
    static final String STAND_IN = "relayhub-stand-in";

    private static final String BUILT = "relayhub-under-test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BUILD = Duration.ofMinutes(8);

    /// The stages of the Dockerfile that have a name, and at last the image; each has a tag here so that it can be
    /// removed.
    private static final List<String> STAGES = List.of("build", "trained");

    private static @Nullable String missing;
    private static @Nullable String image;

    private Engine() {}

    record Answer(int exitCode, String text) {
        String orFail() {
            assertThat(exitCode).as(text).isZero();
            return text;
        }
    }

    /// Skips the calling test where there is no engine, or nothing to make stand-ins of.
    static synchronized void orSkip() throws IOException, InterruptedException {
        if (missing == null) {
            missing = whatIsMissing();
        }
        if (!missing.isEmpty()) {
            System.err.println("Skipped, for it needs a Docker engine: " + missing);
            Assumptions.abort(missing);
        }
    }

    private static String whatIsMissing() throws IOException, InterruptedException {
        if (!isOnThePath("docker")) {
            return "docker is not installed";
        }
        if (run("docker", "info").exitCode() != 0) {
            return "none answers 'docker info'";
        }
        return isOnThePath("dpkg-query") && isOnThePath("apt-cache")
                ? ""
                : "the stand-ins for its base images are made of Debian's packages, and this is no Debian";
    }

    static boolean isOnThePath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    /// The image of this checkout, built as anybody builds it, but for the base images.
    static synchronized String image() throws IOException, InterruptedException {
        orSkip();
        if (image == null) {
            run(PATIENCE, Map.of(), "src/test/engine/stand-ins", System.getProperty("java.home"), STAND_IN)
                    .orFail();
            String given = System.getProperty("engine.image", "");
            image = given.isEmpty() ? build() : given;
            Runtime.getRuntime().addShutdownHook(new Thread(Engine::removeImages));
        }
        return image;
    }

    private static String build() throws IOException, InterruptedException {
        for (String stage : STAGES) {
            build("--target", stage, "--tag", BUILT + ":" + stage);
        }
        build("--tag", BUILT + ":latest");
        return BUILT + ":latest";
    }

    /// The classic builder: Debian's engine comes without another, and what it takes every other takes too.
    private static void build(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "build", "--quiet"));
        command.addAll(List.of(options));
        command.addAll(
                List.of("--build-arg", "JDK=" + STAND_IN + "/jdk", "--build-arg", "JRE=" + STAND_IN + "/jre", "."));
        run(BUILD, Map.of("DOCKER_BUILDKIT", "0"), command.toArray(String[]::new))
                .orFail();
    }

    private static void removeImages() {
        try {
            List<String> made = new ArrayList<>(List.of("docker", "rmi", "--force", BUILT + ":latest"));
            STAGES.forEach(stage -> made.add(BUILT + ":" + stage));
            for (String name : List.of("jdk", "jre", "nginx", "prometheus")) {
                made.add(STAND_IN + "/" + name);
            }
            run(made.toArray(String[]::new));
        } catch (IOException e) {
            System.err.println("The images of the tests could not be removed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs a command to its end, within a minute.
    static Answer run(String... command) throws IOException, InterruptedException {
        return run(PATIENCE, Map.of(), command);
    }

    /// @param variables of the environment, beside this process's own
    static Answer run(Duration patience, Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile("engine", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends within %s: %s", List.of(command), patience, Files.readString(said))
                    .isTrue();
            return new Answer(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
            Files.delete(said);
        }
    }
}
