package io.relayhub.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.relayhub.app.HubProperties;
import io.relayhub.app.address.PublicHost;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.DaemonRecord.Phase;
import io.relayhub.daemon.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class HubOptionTest {
    private static final ProcessIdentity PROCESS = new ProcessIdentity(1, "test:1");

    @Command
    private static final class Start {
        @Mixin
        private final HubOptions options = new HubOptions();
    }

    private static HubSettings typed(String... words) {
        Start start = new Start();
        new CommandLine(start).parseArgs(words);
        return start.options.settings();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PORT             | 0
            PORT             | 65535
            PATH             | /
            PATH             | /~me/a-b_c.d/
            TOKEN            | q7Zt0aB3
            HEARTBEAT        | 90
            HEARTBEAT        | 500ms
            HEARTBEAT        | 2m
            HEARTBEAT        | 24h
            HEARTBEAT        | 365d
            MAX_CONNECTIONS  | 2147483647
            MAX_MESSAGE_SIZE | 10485760
            MAX_MESSAGE_SIZE | 512KB
            MAX_MESSAGE_SIZE | 1GB
            HOST             | hub.example.org
            HOST             | [::1]
            HOST             | https://hub.example.org:8443
            """)
    void everyWayLeadsToTheSameSetting(HubOption option, String text) throws IOException {
        HubSettings settings = typed(option.word(), text);
        assertThat(settings.text(option)).contains(text);
        assertThat(HubOption.wrongVariable(Map.of(option.variable(), text), HubSettings.NONE))
                .isEmpty();
        switch (option) {
            case TOKEN ->
                assertThat(Detached.token(Detached.variables(settings))).contains(text);
            case HOST -> assertThat(url(text, "")).isEqualTo(url("", text));
            case PORT, PATH, HEARTBEAT, MAX_CONNECTIONS, MAX_MESSAGE_SIZE -> {
                var typed = new MapPropertySource("options", settings.asProperties());
                var variable = new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(option.variable(), text));
                assertThat(bound(typed))
                        .isEqualTo(bound(variable))
                        .isNotEqualTo(bound(new MapPropertySource("other", Map.of("server.port", 1))));
            }
        }
        if (option != HubOption.TOKEN) {
            assertThat(HubSettings.ofOptions(settings.asOptions())).contains(settings);
            assertThat(HubSettings.of(new DaemonRecord(PROCESS, Instant.EPOCH, Phase.READY, settings.asDetails())))
                    .isEqualTo(settings);
        }
    }

    private static String url(String variable, String option) {
        return PublicHost.of(variable, option, Optional.empty())
                .address("ws", null, 8080, warning -> {})
                .url("/ws");
    }

    /// The application's settings with one of them given.
    private static List<Object> bound(PropertySource<?> given) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addLast(given);
        new YamlPropertySourceLoader()
                .load("defaults", new ClassPathResource("application.yml"))
                .forEach(environment.getPropertySources()::addLast);
        Binder binder = Binder.get(environment);
        return List.of(
                binder.bind("server.port", Integer.class).get(),
                binder.bind("relayhub", HubProperties.class).get());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PORT             | 65536       | is a number from 0 to 65535, not '65536'
            PORT             | -1          | is a number from 0 to 65535, not '-1'
            PATH             | ws          | begins with / and has letters, digits and - . _ ~ only between its slashes, and no part '.' or '..'
            PATH             | /a b        | begins with / and has letters, digits and - . _ ~ only between its slashes, and no part '.' or '..'
            PATH             | /a/../b     | begins with / and has letters, digits and - . _ ~ only between its slashes, and no part '.' or '..'
            PATH             | //a         | begins with / and has letters, digits and - . _ ~ only between its slashes, and no part '.' or '..'
            TOKEN            | ` `         | must not be empty
            HEARTBEAT        | 0           | is a time from 1ms to 365d such as 90, 90s or 2m, not '0'
            HEARTBEAT        | 366d        | is a time from 1ms to 365d such as 90, 90s or 2m, not '366d'
            HEARTBEAT        | 90 seconds  | is a time from 1ms to 365d such as 90, 90s or 2m, not '90 seconds'
            MAX_CONNECTIONS  | 0           | is a number above 0, not '0'
            MAX_CONNECTIONS  | 2147483648  | is a number above 0, not '2147483648'
            MAX_MESSAGE_SIZE | 0           | is a size from 1 byte to 1GB such as 10485760, 512KB or 10MB, not '0'
            MAX_MESSAGE_SIZE | 2GB         | is a size from 1 byte to 1GB such as 10485760, 512KB or 10MB, not '2GB'
            MAX_MESSAGE_SIZE | 10mb        | is a size from 1 byte to 1GB such as 10485760, 512KB or 10MB, not '10mb'
            HOST             | a/b         | is a name, an address ([::1] for IPv6), or a URL such as wss://hub.example.org
            HOST             | hub:443     | is a name, an address ([::1] for IPv6), or a URL such as wss://hub.example.org
            HOST             | ftp://hub   | is a name, an address ([::1] for IPv6), or a URL such as wss://hub.example.org
            """)
    void whatOneWayRefusesAllRefuse(HubOption option, String text, String complaint) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> typed(option.word() + "=" + text))
                .withMessage(option.word() + " " + complaint);
        assertThat(HubSettings.ofOptions(List.of(option.word(), text))).isEmpty();
        assertThat(HubOption.wrongVariable(Map.of(option.variable(), text), HubSettings.NONE))
                .contains(option.variable() + " in the environment " + complaint + ".");
    }

    @Test
    void aVariableThatAnOptionBeatsMayBeWrong() {
        Map<String, String> environment = Map.of("SERVER_PORT", "x");
        assertThat(HubOption.wrongVariable(environment, typed("--port", "0"))).isEmpty();
        assertThat(HubOption.wrongVariable(Map.of("CLOUD_SERVER_HOST", "a/b"), typed("--host", "a")))
                .isPresent();
        assertThat(HubOption.wrongVariable(Map.of("SERVER_PORT", ""), HubSettings.NONE))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyOptionIsInTheDocumentWithItsVariable(HubOption option) throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        Pattern.compile("(?m)^\\| `(--[a-z-]+)[^|]*\\|([^|]*)\\|([^|]*)\\|")
                .matcher(Files.readString(Path.of("docs/cli.md")))
                .results()
                .forEach(row -> rows.put(row.group(1), row.group(2) + row.group(3)));
        assertThat(rows).containsKey(option.word());
        assertThat(rows.get(option.word())).contains("`" + option.variable() + "`");
    }
}
