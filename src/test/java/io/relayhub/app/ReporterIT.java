package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.dial.HubAddress;
import io.relayhub.reporter.ReportListener;
import io.relayhub.reporter.ReportOptions;
import io.relayhub.reporter.ReportOptions.Shape;
import io.relayhub.reporter.ReportOptions.Who;
import io.relayhub.reporter.Reporter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// This machine as a server of a real hub's fleet.
@Timeout(60)
class ReporterIT {
    private static Hub hub;

    @BeforeAll
    static void start() {
        hub = Hub.start(
                "relayhub.fleet.public=true",
                "relayhub.fleet.secret=secret",
                "relayhub.fleet.servers[0].id=document",
                "relayhub.fleet.servers[1].id=real",
                "relayhub.fleet.servers[2].id=twice");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    /// A reporter on a thread of its own, and what it has said.
    private static final class Running implements AutoCloseable, ReportListener {
        private final BlockingQueue<String> facts = new LinkedBlockingQueue<>();
        private final Reporter reporter;
        private final FutureTask<Optional<String>> end;

        Running(String id, String secret, Shape shape) {
            this.reporter = new Reporter(
                    HubAddress.parse("ws://127.0.0.1:" + hub.port() + "/ws-report"),
                    secret,
                    new ReportOptions(
                            new Who(id, "Machine", "here", "de", "Kiel"),
                            shape,
                            Duration.ofSeconds(1),
                            List.of(),
                            List.of()),
                    this,
                    new Random(1));
            this.end = new FutureTask<>(reporter::run);
            Thread.ofPlatform().daemon().start(end);
        }

        String fact() throws InterruptedException {
            return String.valueOf(facts.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public void connected() {
            facts.add("connected");
        }

        @Override
        public void waiting(String reason, Duration delay) {
            facts.add(reason);
        }

        void leave() {
            reporter.close();
        }

        @Override
        public void close() {
            leave();
        }
    }

    private static JsonNode entry(String id) {
        while (true) {
            for (JsonNode one : JsonMapper.shared()
                    .readTree(hub.get("/api/server/statusInfo").body())
                    .path("data")) {
                if (one.path("id").stringValue("").equals(id)) {
                    return one;
                }
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Test
    void bothShapesTellTheSameMachine() throws Exception {
        try (var document = new Running("document", "secret", Shape.DOCUMENT);
                var real = new Running("real", "secret", Shape.REAL)) {
            assertThat(document.fact()).isEqualTo("connected");
            assertThat(real.fact()).isEqualTo("connected");
            JsonNode one = entry("document");
            JsonNode other = entry("real");
            assertThat(one.path("name").stringValue()).isEqualTo("Machine");
            assertThat(one.path("group").stringValue()).isEqualTo("here");
            assertThat(one.path("loc").stringValue()).isEqualTo("de");
            assertThat(one.path("RAMPercent").doubleValue()).isPositive();
            assertThat(one.path("diskPercent").doubleValue()).isPositive();
            assertThat(one.path("uptime").longValue()).isPositive();
            for (String same : List.of("cpuInfo", "RAMTotal", "diskTotal", "os", "platform", "kernelVersion")) {
                assertThat(one.path("hostInfo").path(same))
                        .as(same)
                        .isEqualTo(other.path("hostInfo").path(same));
            }
            document.leave();
            assertThat(document.end.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void aWrongSecretIsToldAndTriedAgain() throws Exception {
        try (var wrong = new Running("document", "wrong", Shape.DOCUMENT)) {
            assertThat(wrong.fact())
                    .isEqualTo("the hub does not know this id with this secret: compare --id and the secret with its"
                            + " relayhub.fleet (HTTP 401)")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void whoIsReplacedGivesUp() throws Exception {
        try (var first = new Running("twice", "secret", Shape.DOCUMENT)) {
            assertThat(first.fact()).isEqualTo("connected");
            try (var second = new Running("twice", "secret", Shape.DOCUMENT)) {
                assertThat(second.fact()).isEqualTo("connected");
                assertThat(first.end.get(10, TimeUnit.SECONDS))
                        .contains("another reporter with the same id has taken over (4409)");
            }
        }
    }
}
