package io.relayhub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.app.HubProperties;
import io.relayhub.cli.bench.BenchCommand;
import io.relayhub.cli.report.ReportCommand;
import io.relayhub.link.CloseReason;
import io.relayhub.link.ErrorCode;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.JsonScanner;
import io.relayhub.relay.codec.Field;
import io.relayhub.relay.codec.Frame;
import io.relayhub.relay.codec.FrameReader;
import io.relayhub.security.TokenSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.json.JsonMapper;

/// The documents say what the code does: every table is compared with what it describes, in both directions.
class DocsTest {
    private static final Path DOCS = Path.of("docs");

    /// The cells of each row of the tables below a heading, until the next heading of any level.
    private static List<List<String>> rows(String document, String heading) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(DOCS.resolve(document))) {
            if (line.startsWith("#")) {
                inside = line.replaceAll("^#+ ", "").equals(heading);
            } else if (inside && line.startsWith("| ") && line.contains("`")) {
                String body = line.replaceAll("^\\| | \\|$", "");
                rows.add(Arrays.stream(body.split(" \\| ")).map(String::strip).toList());
            }
        }
        assertThat(rows).as("%s has a table below '%s'", document, heading).isNotEmpty();
        return rows;
    }

    private static List<String> quoted(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static Set<String> firstColumn(String document, String heading) throws IOException {
        return rows(document, heading).stream()
                .flatMap(row -> quoted(row.getFirst()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMessageInTheProtocolIsOne() throws IOException {
        var scanner = new JsonScanner(JsonLimits.DEFAULT);
        Set<String> fromTheHub = Set.of("welcome", "goaway", "agent_left");
        int checked = 0;
        for (List<String> row : rows("protocol.md", "Messages")) {
            for (String json : quoted(row.getFirst())) {
                byte[] bytes = json.getBytes(UTF_8);
                var envelope = new Envelope(Field.MEMBERS);
                assertThat(scanner.scan(bytes, 0, bytes.length, envelope))
                        .as(json)
                        .isEqualTo(bytes.length);
                if (fromTheHub.stream().noneMatch(type -> json.contains("\"" + type + "\""))) {
                    assertThat(new FrameReader().read(envelope)).as(json).isNotInstanceOf(Frame.Invalid.class);
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(8);
    }

    @Test
    void everyErrorCodeIsInTheProtocol() throws IOException {
        assertThat(firstColumn("protocol.md", "Errors"))
                .isEqualTo(Arrays.stream(ErrorCode.values())
                        .filter(code -> code.source() == ErrorCode.Source.HUB)
                        .map(Enum::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyCloseIsInTheProtocolWithItsCode() throws IOException {
        Set<String> documented = rows("protocol.md", "Closes").stream()
                .map(row -> row.get(0) + " " + quoted(row.get(1)).getFirst())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented)
                .isEqualTo(Arrays.stream(CloseReason.values())
                        .map(reason -> reason.code() + " " + reason.name())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatAnErrorMeansForItsRequestIsInTheProtocol() throws IOException {
        for (List<String> row : rows("protocol.md", "Errors")) {
            ErrorCode code = ErrorCode.valueOf(quoted(row.getFirst()).getFirst());
            String retry = row.get(1);
            assertThat(code.retryable(true)).as(code.name()).isNotEqualTo(retry.equals("no"));
            assertThat(code.retryable(false)).as(code.name()).isEqualTo(retry.matches("yes|after .*"));
            assertThat(code.execution() == ErrorCode.Execution.NONE)
                    .as(code.name())
                    .isEqualTo(row.get(2).equals("no"));
        }
    }

    @Test
    void whoShouldComeBackAfterACloseIsInTheProtocol() throws IOException {
        for (List<String> row : rows("protocol.md", "Closes")) {
            CloseReason reason = CloseReason.valueOf(quoted(row.get(1)).getFirst());
            assertThat(row.get(3).startsWith("reconnect")).as(reason.name()).isEqualTo(reason.comesBack());
            assertThat(CloseReason.isFinal(reason.code())).as(reason.name()).isNotEqualTo(reason.comesBack());
        }
    }

    @Test
    void everyErrorOfTheClientsOwnIsInItsDocument() throws IOException {
        Set<String> documented = firstColumn("client.md", "Errors");
        Set<String> own = Arrays.stream(ErrorCode.values())
                .filter(code -> code.source() == ErrorCode.Source.CLIENT)
                .map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).containsAll(own).allMatch(code -> ErrorCode.named(code) != null);
    }

    @Test
    void everyMeterIsInTheProtocol() throws IOException {
        assertThat(firstColumn("protocol.md", "Numbers")).isEqualTo(literals("telemetry", "\"(relayhub\\.[a-z.]+)\""));
    }

    /// What the sources of a room say in string literals.
    private static Set<String> literals(String room, String pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/relayhub", room))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            }
        }
        return found;
    }

    @Test
    void everySettingIsInTheOperatorsTableWithItsDefault() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        List<List<String>> rows = new ArrayList<>(rows("operations.md", "Settings"));
        rows.addAll(rows("fleet.md", "Switching it on"));
        for (List<String> row : rows) {
            if (row.getFirst().startsWith("`relayhub.")) {
                documented.put(quoted(row.get(0)).getFirst(), row.get(1).replace("`", ""));
            }
        }
        Set<String> bound = new TreeSet<>();
        settings("relayhub.", HubProperties.class, bound);
        assertThat(documented.keySet()).isEqualTo(bound);

        var yaml = new YamlPropertySourceLoader().load("defaults", new ClassPathResource("application.yml"));
        var defaults = (EnumerablePropertySource<?>) yaml.getFirst();
        for (String name : defaults.getPropertyNames()) {
            if (name.startsWith("relayhub.")) {
                assertThat(documented.get(name)).as(name).isEqualTo(String.valueOf(defaults.getProperty(name)));
            }
        }
    }

    /// The settings that are not the hub's own, in the metadata of those whose they are.
    @Test
    void everyOtherSettingInTheTableIsOneOfSpringBoots() throws IOException {
        Set<String> known = new TreeSet<>();
        var files = DocsTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json");
        while (files.hasMoreElements()) {
            try (InputStream file = files.nextElement().openStream()) {
                JsonMapper.shared()
                        .readTree(file)
                        .path("properties")
                        .forEach(property -> known.add(property.path("name").asString()));
            }
        }
        List<String> others = rows("operations.md", "Settings").stream()
                .flatMap(row -> quoted(row.getFirst()).stream())
                .filter(name -> !name.startsWith("relayhub."))
                .toList();
        assertThat(others).hasSizeGreaterThan(3).allMatch(known::contains);
    }

    @Test
    void everyMemberOfATokenIsInItsExample() throws IOException {
        Set<String> members = new TreeSet<>();
        settings("", TokenSettings.class, members);
        Matcher example = Pattern.compile("(?s)## Tokens\n.*?```yaml\n(.*?)```")
                .matcher(Files.readString(DOCS.resolve("operations.md")));
        assertThat(example.find()).isTrue();
        Set<String> shown = Pattern.compile("(?m)^ {4}[ -] ([a-z0-9-]+):")
                .matcher(example.group(1))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(members);
    }

    /// Names as an operator writes them; a record of our own is a level of names.
    private static void settings(String prefix, Class<?> type, Set<String> names) {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            Name other = type.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(Name.class);
            String word = other == null ? component.getName() : other.value();
            String name = prefix + word.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                settings(name + ".", component.getType(), names);
            } else {
                names.add(name);
            }
        }
    }

    @Test
    void everyOptionOfBenchIsInTheManual() throws IOException {
        Set<String> documented = firstColumn("cli.md", "`bench`").stream()
                .map(option -> option.replaceAll(" .*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented)
                .isEqualTo(new CommandLine(new BenchCommand())
                        .getCommandSpec().options().stream()
                                .map(OptionSpec::longestName)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyOptionOfReportIsInTheManual() throws IOException {
        Set<String> documented = firstColumn("cli.md", "`report`").stream()
                .map(option -> option.replaceAll(" .*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented)
                .isEqualTo(new CommandLine(new ReportCommand())
                        .getCommandSpec().options().stream()
                                .filter(option -> !option.hidden())
                                .map(OptionSpec::longestName)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /// The shapes are compare.sh's, and the rival on Spring has the hub's version of it.
    @Test
    void whatIsComparedIsWhatIsSaid() throws IOException {
        String script = Files.readString(Path.of("bench/compare.sh"));
        assertThat(firstColumn("performance.md", "The method"))
                .isEqualTo(new TreeSet<>(
                        List.of((word(script, "all_shapes='([^']*)'") + " " + word(script, "rivals='(node[^']*)'"))
                                .split(" ", -1))));
        String version = "<parent>.*?<version>(.*?)</version>";
        assertThat(word(Files.readString(Path.of("bench/rivals/spring-tomcat/pom.xml")), version))
                .isEqualTo(word(Files.readString(Path.of("pom.xml")), version));
    }

    private static String word(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
        List<Path> documents = new ArrayList<>(
                List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("helm/relayhub/README.md")));
        try (Stream<Path> files = Files.walk(DOCS)) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        for (Path document : documents) {
            Matcher links = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(Files.readString(document));
            while (links.find()) {
                assertThat(document.resolveSibling(links.group(1)))
                        .as("linked from %s", document)
                        .exists();
            }
        }
    }
}
