package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The hub's WebSocket protocol against the Autobahn suite (RFC 6455; compression is not offered, so its cases are
/// left out). Runs in the Maven profile `autobahn`, which unpacks the suite.
@EnabledIfSystemProperty(named = "autobahn.directory", matches = ".+")
@Timeout(400)
class AutobahnIT {
    private static final List<String> CASES = List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*");
    private static final List<String> BAD = List.of("FAILED", "WRONG CODE", "UNCLEAN", "FAILED BY CLIENT");
    private static final int SUITE_MINUTES = 5;

    @Test
    void theSuiteFindsNothing() throws Exception {
        var directory = Path.of(Objects.requireNonNull(System.getProperty("autobahn.directory")));
        Path reports = directory.resolve("reports");
        try (var hub = new TestHub(roomy().settings())) {
            run(directory, specification(hub.port(), reports));
            assertThat(hub.facts.failure.get()).isNull();
        }
        JsonNode cases = JsonMapper.shared()
                .readTree(Files.readString(reports.resolve("index.json")))
                .path("hub");
        Map<String, Integer> counts = new TreeMap<>();
        var bad = new ArrayList<String>();
        cases.forEachEntry((name, verdict) -> {
            String behavior = verdict.path("behavior").asString();
            String close = verdict.path("behaviorClose").asString();
            counts.merge(behavior, 1, Integer::sum);
            if (BAD.contains(behavior) || BAD.contains(close)) {
                bad.add(name + " " + behavior + "/" + close);
            }
        });
        LoggerFactory.getLogger(AutobahnIT.class).info("Autobahn: {} cases, {}", cases.size(), counts);
        assertThat(bad).isEmpty();
        assertThat(cases.size()).isGreaterThan(290);
    }

    /// The suite sends up to 16 MiB a message, and stops for seconds in the middle of one.
    private static Limits roomy() {
        var limits = new Limits();
        limits.maxMessageBytes = 17 << 20;
        limits.outboundQueueBytes = 64 << 20;
        limits.maxFragments = 1 << 20;
        limits.writeTimeout = Duration.ofSeconds(60);
        return limits;
    }

    private static String specification(int port, Path reports) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "outdir", reports.toString(),
                        "servers", List.of(Map.of("agent", "hub", "url", "ws://127.0.0.1:" + port + TestHub.TARGET)),
                        "cases", CASES,
                        "exclude-cases", List.of(),
                        "exclude-agent-cases", Map.of()));
    }

    private static void run(Path directory, String specification) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("specification.json"), specification);
        Path script = directory.resolve("run.py");
        try (InputStream source = AutobahnIT.class.getResourceAsStream("/autobahn/run.py")) {
            Files.copy(Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
        }
        Process suite = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        directory.resolve("jython.jar").toString(),
                        script.toString(),
                        directory.resolve("suite").toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("suite.log").toFile())
                .start();
        try {
            assertThat(suite.waitFor(SUITE_MINUTES, TimeUnit.MINUTES))
                    .as("the suite ends in time")
                    .isTrue();
            assertThat(suite.exitValue())
                    .as("see " + directory.resolve("suite.log"))
                    .isZero();
        } finally {
            suite.destroyForcibly();
        }
    }
}
