package io.relayhub.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.relayhub.app.fleet.FleetProperties;
import io.relayhub.app.fleet.FleetRoster;
import io.relayhub.app.fleet.ServersFileWatch;
import io.relayhub.fleet.Fleet;
import io.relayhub.link.Authenticator;
import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import io.relayhub.security.ReaderPaths;
import io.relayhub.security.TokenTable;
import io.relayhub.telemetry.FleetGauges;
import io.relayhub.telemetry.FleetTelemetry;
import io.relayhub.web.FleetController;
import io.relayhub.web.FleetPageController;
import io.relayhub.websocket.Endpoint;
import io.relayhub.websocket.SocketSettings;
import io.relayhub.websocket.SocketSettings.Heartbeat;
import io.relayhub.websocket.SocketSettings.Limits;
import io.relayhub.websocket.SocketSettings.Timeouts;
import io.relayhub.websocket.handshake.CredentialPlace;
import io.relayhub.websocket.handshake.Entrance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/// Puts the fleet into a hub whose configuration has one. Decided at each start and not when the build prepares the
/// beans, and by a look at the settings' names: a hub without a fleet pays for no more than that.
final class FleetWiring implements ApplicationContextInitializer<GenericApplicationContext> {
    private static final ConfigurationPropertyName FLEET = ConfigurationPropertyName.of("relayhub.fleet");
    private static final DataSize LARGEST_MESSAGE = DataSize.ofKilobytes(64);
    private static final DataSize LARGEST_QUEUE = DataSize.ofMegabytes(64);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    /// As the dashboard that the agents know.
    private static final Duration PING_REPORTERS = Duration.ofSeconds(54);
    /// Sooner: a slow viewer answers only when what is before the ping has come.
    private static final Duration PING_VIEWERS = Duration.ofSeconds(20);

    private static final Identity EVERYBODY = new Identity("everybody", "default", Set.of(Role.VIEWER), null);

    /// Without a token: it holds no data, and asks for one itself.
    private static final ReaderPaths PAGE = new ReaderPaths(Set.of("/fleet", "/fleet/", "/fleet/assets/*"), Set.of());

    @Override
    public void initialize(GenericApplicationContext context) {
        if (!isConfigured(context.getEnvironment())) {
            return;
        }
        BeanFactory beans = context.getBeanFactory();
        context.registerBean(FleetRoster.class, () -> HubApplication.checked(() -> FleetRoster.of(properties(beans))));
        context.registerBean(FleetTelemetry.class, () -> new FleetTelemetry(beans.getBean(MeterRegistry.class)));
        context.registerBean(Fleet.class, () -> fleet(beans));
        context.registerBean(
                FleetGauges.class,
                () -> new FleetGauges(
                        beans.getBean(Fleet.class),
                        beans.getBean(LongSupplier.class),
                        properties(beans).serverMeters()));
        context.registerBean(
                ServersFileWatch.class,
                () -> new ServersFileWatch(beans.getBean(FleetRoster.class), beans.getBean(Fleet.class)));
        context.registerBean("fleetReports", Endpoint.class, () -> HubApplication.checked(() -> reports(beans)));
        context.registerBean("fleetViewers", Endpoint.class, () -> HubApplication.checked(() -> viewers(beans)));
        context.registerBean(
                FleetController.class,
                () -> new FleetController(beans.getBean(Fleet.class), beans.getBean(LongSupplier.class)));
        context.registerBean(ReaderPaths.class, () -> readerPaths(properties(beans)));
        context.registerBean(
                FleetPageController.class,
                () -> new FleetPageController(
                        properties(beans).frontendPath(), properties(beans).isPublic()));
        context.registerBean("fleetPage", ReaderPaths.class, () -> PAGE);
    }

    static boolean isConfigured(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.containsDescendantOf(FLEET) == ConfigurationPropertyState.PRESENT) {
                return true;
            }
        }
        return false;
    }

    private static FleetProperties properties(BeanFactory beans) {
        return Objects.requireNonNull(beans.getBean(HubProperties.class).fleet());
    }

    private static Fleet fleet(BeanFactory beans) {
        return HubApplication.checked(() -> new Fleet(
                properties(beans).settings(),
                beans.getBean(FleetRoster.class).read(),
                beans.getBean(FleetTelemetry.class),
                beans.getBean(InstantSource.class),
                beans.getBean(LongSupplier.class).getAsLong()));
    }

    private static Endpoint reports(BeanFactory beans) {
        SocketSettings common = beans.getBean(SocketSettings.class);
        Fleet fleet = beans.getBean(Fleet.class);
        List<CredentialPlace> places = List.of(
                new CredentialPlace.HeaderPair("X-AUTH-SECRET", "X-SERVER-ID"),
                new CredentialPlace.ParameterPair("X-AUTH-SECRET", "X-SERVER-ID"),
                new CredentialPlace.ParameterPair("secret", "id"));
        return new Endpoint(
                "report",
                settings(common, "fleet.report-", properties(beans).reportPath(), PING_REPORTERS, common.timeouts()),
                new Entrance(places, fleet.reporters(), identity -> true, List.of(), Set.of(), null),
                fleet.reports());
    }

    private static Endpoint viewers(BeanFactory beans) {
        SocketSettings common = beans.getBean(SocketSettings.class);
        FleetProperties properties = properties(beans);
        Authenticator tokens = beans.getBean(TokenTable.class);
        Authenticator authenticator = properties.isPublic()
                ? credential -> credential.secret().isEmpty() ? EVERYBODY : tokens.authenticate(credential)
                : tokens;
        // A viewer that takes nothing for a while has not gone: its line may be slow, or its page asleep.
        Timeouts patient = new Timeouts(
                SILENCE, common.timeouts().close(), common.timeouts().message());
        return new Endpoint(
                "frontend",
                settings(common, "fleet.frontend-", properties.frontendPath(), PING_VIEWERS, patient),
                Entrance.forTokens(authenticator, identity -> properties.isPublic() || identity.may(Role.VIEWER))
                        .withSubprotocols("relayhub.v1"),
                beans.getBean(Fleet.class).viewers());
    }

    private static SocketSettings settings(
            SocketSettings common, String prefix, String path, Duration pingInterval, Timeouts timeouts) {
        try {
            return new SocketSettings(
                    path,
                    common.allowedOrigins(),
                    new Heartbeat(SILENCE, pingInterval),
                    timeouts,
                    new Limits(
                            LARGEST_MESSAGE,
                            LARGEST_QUEUE,
                            common.limits().controlFramesPerSecond(),
                            common.limits().fragments()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix + e.getMessage());
        }
    }

    private static ReaderPaths readerPaths(FleetProperties properties) {
        return new ReaderPaths(
                Set.of("/api/server/statusInfo", "/api/statistics", "/api/fleet/**"),
                properties.isPublic() ? Set.of() : Set.of(Role.VIEWER));
    }
}
