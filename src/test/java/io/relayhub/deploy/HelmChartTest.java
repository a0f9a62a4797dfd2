package io.relayhub.deploy;

import static io.relayhub.deploy.Chart.at;
import static io.relayhub.deploy.Chart.map;
import static io.relayhub.deploy.Chart.one;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The chart under Helm itself, and what it renders under Kubernetes' own model.
@Timeout(60)
class HelmChartTest {
    private static final Chart DEFAULT = new Chart(null);
    private static final Chart FULL = new Chart(Path.of("src/test/resources/helm/full-values.yaml"));

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Stream.of(
                    ConfigMap.class,
                    Secret.class,
                    Service.class,
                    ServiceAccount.class,
                    Deployment.class,
                    HorizontalPodAutoscaler.class,
                    Ingress.class,
                    NetworkPolicy.class,
                    PodDisruptionBudget.class,
                    ServiceMonitor.class,
                    PrometheusRule.class)
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    /// Knows every field of the model and accepts no other, though the model itself would keep those.
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    @Test
    void helmHasNothingToSayAgainstTheChart() {
        LintResult lint = Chart.lint();
        assertThat(lint.getMessages()).noneMatch(message -> message.matches("\\[(WARNING|ERROR)].*"));
        assertThat(lint.isFailed()).isFalse();
    }

    @Test
    void kubernetesKnowsEveryFieldOfTheDefaults() throws Exception {
        assertThat(strictly(DEFAULT.render()))
                .containsExactlyInAnyOrder(
                        "ConfigMap hub-relayhub",
                        "Secret hub-relayhub",
                        "Service hub-relayhub",
                        "Service hub-relayhub-management",
                        "ServiceAccount hub-relayhub",
                        "Deployment hub-relayhub",
                        "NetworkPolicy hub-relayhub",
                        "PodDisruptionBudget hub-relayhub");
    }

    @Test
    void kubernetesKnowsEveryFieldOfAllThatThereIs() throws Exception {
        assertThat(strictly(FULL.render()))
                .containsExactlyInAnyOrder(
                        "ConfigMap hub",
                        "ConfigMap hub-dashboard",
                        "Service hub",
                        "Service hub-management",
                        "ServiceAccount hub",
                        "Deployment hub",
                        "HorizontalPodAutoscaler hub",
                        "Ingress hub",
                        "NetworkPolicy hub",
                        "PodDisruptionBudget hub",
                        "ServiceMonitor hub",
                        "PrometheusRule hub");
    }

    @Test
    void aStrictModelRefusesWhatIsMisspelt() {
        List<Map<String, Object>> objects = DEFAULT.render();
        map(at(one(objects, "Deployment", ""), "spec", "strategy", "rollingUpdate"))
                .put("maxUnavailabel", 0);
        assertThatThrownBy(() -> strictly(objects)).hasMessageContaining("maxUnavailabel");
    }

    private static List<String> strictly(List<Map<String, Object>> objects) throws Exception {
        List<String> parsed = new ArrayList<>();
        for (Map<String, Object> object : objects) {
            noneIsEmpty(object, String.valueOf(object.get("kind")));
            Class<? extends HasMetadata> kind =
                    requireNonNull(KINDS.get(object.get("kind")), () -> "no model of " + object.get("kind"));
            HasMetadata known = STRICT.readValue(STRICT.writeValueAsBytes(object), kind);
            assertThat(known.getApiVersion())
                    .isEqualTo(kind.getConstructor().newInstance().getApiVersion());
            parsed.add(known.getKind() + " " + known.getMetadata().getName());
        }
        return parsed;
    }

    /// A key whose value was forgotten is nothing in YAML, and Kubernetes takes it for a wish to have the default.
    private static void noneIsEmpty(Object value, String path) {
        switch (value) {
            case null -> throw new AssertionError(path + " has no value");
            case Map<?, ?> members -> members.forEach((key, member) -> noneIsEmpty(member, path + "." + key));
            case List<?> items -> items.forEach(item -> noneIsEmpty(item, path + "[]"));
            default -> {}
        }
    }

    @Test
    void aPodMayDoNothingThatAHubDoesNotNeed() {
        Map<String, Object> pod = map(at(one(DEFAULT.render(), "Deployment", ""), "spec", "template", "spec"));
        assertThat(map(at(pod, "securityContext"))).containsEntry("runAsNonRoot", true);
        assertThat(at(pod, "securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
        Map<String, Object> container = map(((List<?>) at(pod, "containers")).getFirst());
        assertThat(map(at(container, "securityContext")))
                .containsEntry("allowPrivilegeEscalation", false)
                .containsEntry("readOnlyRootFilesystem", true);
        assertThat(at(container, "securityContext", "capabilities", "drop")).isEqualTo(List.of("ALL"));
        assertThat(pod).containsEntry("automountServiceAccountToken", false).containsEntry("enableServiceLinks", false);
    }

    @Test
    void aPodThatStopsHasTheTimeThatItsHubTakes() {
        List<Map<String, Object>> objects = DEFAULT.render("drain.preStopSeconds", "7", "drain.timeoutSeconds", "60");
        assertThat(at(one(objects, "Deployment", ""), "spec", "template", "spec", "terminationGracePeriodSeconds"))
                .isEqualTo(7 + 60 + 20);
        assertThat(Chart.configuration(objects)).contains("drain-timeout: 60s");
        assertThat(at(one(objects, "Deployment", ""), "spec", "strategy", "rollingUpdate", "maxUnavailable"))
                .isEqualTo(0);
    }

    @Test
    void noServiceForPeersHasTheManagementPort() {
        List<Map<String, Object>> objects = FULL.render();
        Map<String, Object> service = one(objects, "Service", "hub");
        assertThat(((List<?>) at(service, "spec", "ports"))).hasSize(1);
        assertThat(service.toString()).doesNotContain("8081");
        assertThat(one(objects, "Ingress", "").toString()).doesNotContain("management", "actuator");
    }

    @Test
    void aTokenThatIsGivenIsUsed() {
        Map<String, Object> secret = one(DEFAULT.render("auth.token", "0123456789abcdefghij"), "Secret", "");
        assertThat(at(secret, "data", "token")).isEqualTo("MDEyMzQ1Njc4OWFiY2RlZmdoaWo=");
        assertThat((String) at(secret, "data", "ops-token")).hasSize(44);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicaCount | 2 | replicaCount is 2, but cluster.engine is empty",
                "autoscaling.enabled | true | autoscaling.enabled is true, but cluster.engine is empty",
                "ingress.enabled | true | ingress.hosts is empty",
                "management.port | 8080 | the port of the peers",
                "config.relayhub.drain-timeout | 3s | use drain.timeoutSeconds for it",
                "ingress.paths[0].path | /actuator | at '/ingress/paths/0': missing property 'pathType'",
                "replicaCount | many | at '/replicaCount': got string, want integer",
                "replicas | 2 | additional properties 'replicas' not allowed",
                "service.type | Internet | at '/service/type': value must be one of 'ClusterIP', 'NodePort', 'LoadBalancer'",
                "image.digest | latest | at '/image/digest': 'latest' does not match pattern",
                "auth.token | short | at '/auth/token': 'short' does not match pattern",
                "drain.preStopSeconds | 0 | at '/drain/preStopSeconds': minimum: got 0, want 1",
                "logFormat | xml | at '/logFormat': value must be one of 'json', 'text'",
                "networkPolicy.enabled | maybe | at '/networkPolicy/enabled': got string, want boolean"
            })
    void aWrongValueIsRefusedWithASentence(String path, String value, String sentence) {
        assertThatThrownBy(() -> DEFAULT.render(path, value)).hasMessageContaining(sentence);
    }

    @Test
    void theReadmeHasEveryValueWithItsDefault() throws IOException {
        Map<String, Object> leaves = new TreeMap<>();
        leaves("", values(), leaves);
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Chart.DIRECTORY.resolve("README.md"))) {
            if (line.startsWith("| `")) {
                List<String> cells = Arrays.asList(line.split(" \\| ", -1));
                List<String> names = quoted(cells.get(0));
                String[] defaults = cells.get(1).split(", ", -1);
                for (int i = 0; i < names.size(); i++) {
                    documented.put(names.get(i), defaults.length == names.size() ? defaults[i] : "");
                }
            }
        }
        assertThat(leaves.keySet())
                .allMatch(leaf -> documented.keySet().stream()
                        .anyMatch(name -> leaf.equals(name) || leaf.startsWith(name + ".")));
        documented.forEach((name, value) -> {
            Object actual = at(values(), name.split("\\."));
            List<String> said = quoted(value);
            if (said.size() == 1
                    && value.matches("`[^`]*`")
                    && !(actual instanceof Map<?, ?> some && !some.isEmpty())) {
                assertThat(String.valueOf(actual)).as(name).isEqualTo(said.getFirst());
            }
        });
    }

    /// Both ways: Helm itself says which values the schema does not know.
    @Test
    void theSchemaHasNoValueThatIsGone() throws IOException {
        Map<String, Object> schema =
                map(Chart.yaml().load(Files.readString(Chart.DIRECTORY.resolve("values.schema.json"))));
        compare("", schema, values());
    }

    private static void compare(String path, Map<String, Object> schema, Map<String, Object> values) {
        Map<String, Object> properties = map(at(schema, "properties"));
        TreeSet<String> known = new TreeSet<>(properties.keySet());
        known.remove("global");
        assertThat(known).as(path).isEqualTo(new TreeSet<>(values.keySet()));
        properties.forEach((name, property) -> {
            if (map(property).containsKey("properties")) {
                compare(path + "." + name, map(property), map(at(values, name)));
            }
        });
    }

    /// Helm reads no file outside of a chart, so the chart has its own.
    @Test
    void theRulesAndTheDashboardOfTheChartAreTheOthers() throws IOException {
        Path files = Chart.DIRECTORY.resolve("files");
        assertThat(files.resolve("alerts.yml")).hasSameTextualContentAs(Path.of("deploy/prometheus/alerts.yml"));
        assertThat(files.resolve("relayhub.json"))
                .hasSameTextualContentAs(Path.of("deploy/grafana/dashboards/relayhub.json"));
    }

    @Test
    void theChartIsOfThisVersion() throws IOException {
        Map<String, Object> chart = map(Chart.yaml().load(Files.readString(Chart.DIRECTORY.resolve("Chart.yaml"))));
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>relayhub</artifactId>\n  <version>" + chart.get("appVersion") + "</version>");
    }

    private static Map<String, Object> values() {
        try {
            return map(Chart.yaml().load(Files.readString(Chart.DIRECTORY.resolve("values.yaml"))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void leaves(String prefix, Map<String, Object> values, Map<String, Object> found) {
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> below && !below.isEmpty()) {
                leaves(prefix + name + ".", map(value), found);
            } else {
                found.put(prefix + name, value);
            }
        });
    }

    private static List<String> quoted(String text) {
        return Pattern.compile("`([^`]+)`")
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
