package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.deploy.Chart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the alert rules and the dashboard ask for is what a real hub says, down to the labels' values; and the hub runs
/// with the settings that the Helm chart gives it.
@Timeout(120)
class MetersIT {
    private static final String OPS = "ops-token-0123456789abcdef";
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_:]+)(?:\\{(.*)})? \\S+$");
    private static final Pattern SELECTED = Pattern.compile("\\b([a-z][a-z_:]*)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(=~|!~|!=|=)\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// Of what Prometheus itself adds.
    private static final Set<String> PROMETHEUS_LABELS = Set.of("job", "instance");
    private static final Set<String> PROMETHEUS_METERS = Set.of("up");

    @TempDir
    private Path directory;

    @Test
    void everyExpressionNamesWhatTheHubOfTheChartSays() throws Exception {
        Path tokens = Files.createDirectory(directory.resolve("tokens"));
        Files.writeString(tokens.resolve("relayhub.token"), Hub.TOKEN + "\n");
        Files.writeString(tokens.resolve("ops.token"), OPS);
        String configuration = Chart.configuration(new Chart(null).render());
        assertThat(configuration).contains("/run/secrets/relayhub/").contains("port: 8081");
        Files.writeString(
                directory.resolve("application.yml"),
                configuration.replace("/run/secrets/relayhub/", tokens + "/").replace("port: 8081", "port: 0"));

        try (Hub hub = Hub.start(
                "spring.config.additional-location=" + directory.toUri(), "logging.structured.format.console=")) {
            assertThat(hub.managementPort()).isNotEqualTo(hub.port());
            assertThat(hub.get("/actuator/prometheus", Hub.bearer(OPS)).statusCode())
                    .isEqualTo(404);
            assertThat(hub.get(hub.managementPort(), "/actuator/prometheus", "").statusCode())
                    .isEqualTo(401);
            // The meter of pauses comes with the first.
            System.gc();
            await().atMost(Duration.ofSeconds(10)).until(() -> scrape(hub).contains("jvm_gc_pause_seconds_sum"));

            Map<String, Map<String, Set<String>>> said = said(scrape(hub));
            assertThat(said.getOrDefault("relayhub_requests_total", Map.of()).get("outcome"))
                    .contains("SUCCESS", "NO_CONNECTOR");
            List<String> wrong = new ArrayList<>();
            List<String> expressions = expressions();
            assertThat(expressions).hasSizeGreaterThan(40);
            for (String expression : expressions) {
                wrong.addAll(wrongIn(expression, said));
            }
            assertThat(wrong).isEmpty();
            assertThat(wrongIn("rate(relayhub_request_total{job=\"relayhub\"}[5m])", said))
                    .hasSize(1);
            assertThat(wrongIn("relayhub_connections{role=~\"AGENT|CLIENT\"}", said))
                    .hasSize(1);
            assertThat(wrongIn("relayhub_connections{rolle=\"AGENT\"}", said)).hasSize(1);

            // The operator's document as well.
            Matcher documented = Pattern.compile("`(relayhub_[a-z_]+)(?:\\{[^`]*})?`")
                    .matcher(Files.readString(Path.of("docs/operations.md")));
            assertThat(documented.results().map(meter -> meter.group(1)).toList())
                    .isNotEmpty()
                    .allMatch(said::containsKey);
        }
    }

    private static String scrape(Hub hub) {
        return hub.get(hub.managementPort(), "/actuator/prometheus", Hub.bearer(OPS))
                .body();
    }

    /// By the names of series, their labels and these labels' values.
    private static Map<String, Map<String, Set<String>>> said(String scrape) {
        Map<String, Map<String, Set<String>>> series = new HashMap<>();
        Matcher samples = SAMPLE.matcher(scrape);
        while (samples.find()) {
            Map<String, Set<String>> labels = series.computeIfAbsent(samples.group(1), ignored -> new HashMap<>());
            Matcher label = LABEL.matcher(samples.group(2) == null ? "" : samples.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), ignored -> new HashSet<>())
                        .add(label.group(3));
            }
        }
        return series;
    }

    /// Every series in our expressions has a selector in braces, if only for its job.
    private static List<String> wrongIn(String expression, Map<String, Map<String, Set<String>>> said) {
        List<String> wrong = new ArrayList<>();
        Matcher selected = SELECTED.matcher(expression);
        while (selected.find()) {
            String name = selected.group(1);
            if (PROMETHEUS_METERS.contains(name)) {
                continue;
            }
            Map<String, Set<String>> labels = said.get(name);
            if (labels == null) {
                wrong.add("no " + name + " for " + expression);
                continue;
            }
            Matcher label = LABEL.matcher(selected.group(2));
            while (label.find()) {
                Set<String> values = labels.getOrDefault(label.group(1), Set.of());
                if (!PROMETHEUS_LABELS.contains(label.group(1))
                        && !values.containsAll(List.of(label.group(3).split("\\|", -1)))) {
                    wrong.add(name + " has no such " + label.group() + " for " + expression);
                }
            }
        }
        // A series without a selector would not have been looked at.
        Matcher bare =
                Pattern.compile("\\b(relayhub|jvm|process)_[a-z_]+\\b(?!\\{)").matcher(expression);
        while (bare.find()) {
            wrong.add(bare.group() + " has no selector in " + expression);
        }
        return wrong;
    }

    private static List<String> expressions() throws Exception {
        List<String> all = new ArrayList<>();
        JsonNode dashboard = JsonMapper.shared()
                .readTree(Path.of("deploy/grafana/dashboards/relayhub.json").toFile());
        dashboard.findValues("expr").forEach(expression -> all.add(expression.asString()));
        dashboard.at("/templating/list").forEach(variable -> {
            if (variable.at("/query/query").isString()) {
                all.add(variable.at("/query/query").asString());
            }
        });
        // YAML folds an expression over lines; what counts here is between braces, on one line or several.
        Matcher rules = Pattern.compile("(?ms)^ +expr: (?:>-\\n)?(.*?)\\n +(?:for|labels):")
                .matcher(Files.readString(Path.of("deploy/prometheus/alerts.yml")));
        rules.results().forEach(rule -> all.add(rule.group(1)));
        return all;
    }
}
