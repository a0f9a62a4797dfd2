package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class PreparedBeansTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.port",
                "server.address",
                "server.ssl.bundle",
                "server.jetty.threads.max",
                "relayhub.max-connections",
                "logging.structured.format.console",
                "spring.aot.enabled",
                "spring.application.pid",
                "springer"
            })
    void holdWhateverIsSetThatNoBeanDependsOn(String setting) {
        assertThat(PreparedBeans.hold(with(setting))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management.server.port",
                "management.endpoints.web.exposure.include",
                "spring.profiles.active",
                "server.forward-headers-strategy"
            })
    void doNotHoldWhereASettingMayDecideWhichBeansThereAre(String setting) {
        assertThat(PreparedBeans.hold(with(setting))).isFalse();
    }

    @Test
    void variablesOfTheEnvironmentCountToo() {
        assertThat(PreparedBeans.hold(withVariable("MANAGEMENT_SERVER_PORT"))).isFalse();
        assertThat(PreparedBeans.hold(withVariable("SERVER_PORT"))).isTrue();
    }

    @Test
    void theHubsOwnDefaultsAreWhatTheyWereMadeFrom() {
        StandardEnvironment environment = environment();
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "Config resource 'class path resource [application.yml]' via location 'optional:classpath:/'",
                        Map.of("management.endpoint.health.probes.enabled", "true")));
        assertThat(PreparedBeans.hold(environment)).isTrue();
    }

    private static StandardEnvironment with(String setting) {
        StandardEnvironment environment = environment();
        environment.getPropertySources().addFirst(new MapPropertySource("commandLineArgs", Map.of(setting, "1")));
        return environment;
    }

    private static StandardEnvironment withVariable(String name) {
        StandardEnvironment environment = environment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "1")));
        return environment;
    }

    /// Without what happens to be set where the test runs.
    private static StandardEnvironment environment() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        return environment;
    }
}
