package io.relayhub.cli.connect;

import io.relayhub.cli.console.AsyncLines;
import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.console.HubLocation;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.cli.process.Version;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderException;
import io.relayhub.daemon.Registration;
import io.relayhub.daemon.RollingLog;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A connector as this very process: in front of a person, or as what `connect start` put into the background.
final class ForegroundConnector {
    private final HubAddress address;
    private final ConnectOptions options;
    private final Console console;

    ForegroundConnector(HubAddress address, ConnectOptions options, Console console) {
        this.address = address;
        this.options = options;
        this.console = console;
    }

    /// Returns when the connector has ended for good.
    int run(Map<String, String> environment) throws IOException {
        Optional<String> unknown = HubLocation.unknownHost(address);
        if (unknown.isPresent()) {
            console.complain(unknown.get());
            return ExitCode.FAILED;
        }
        Path home = BackgroundProcess.home(environment).path();
        try (AsyncLines lines = AsyncLines.to(console::say, line -> line)) {
            return connect(home, lines, complaint -> afterAll(lines, complaint), state -> {});
        }
    }

    private void afterAll(AsyncLines lines, String complaint) {
        lines.finish();
        console.complain(complaint);
    }

    /// The same in the background.
    ///
    /// @param url   for the record, from which a restart has it again
    /// @param token likewise; empty where it stands in the URL
    int runDetached(Map<String, String> environment, String url, String token) throws IOException {
        BackgroundConnector place = BackgroundConnector.of(environment, address);
        RollingLog.install(place.files());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("hub", address.name());
        details.put("serverUrl", url);
        details.put("token", token);
        details.put("options", String.join("\n", options.typed()));
        details.put("version", Version.ofThisBuild());
        Optional<Registration> registration = Registration.announce(place.directory(), place.daemon(), details);
        if (registration.isEmpty()) {
            console.complain("Another connector of this user to this hub runs already.");
            return ExitCode.FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(registration.get()::close));
        UnaryOperator<String> stamped = line -> Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line;
        try (AsyncLines log = AsyncLines.to(console::say, stamped);
                StateRecorder recorder = new StateRecorder(registration.get(), details, log).start()) {
            return connect(place.directory().path(), log, log, recorder::tell);
        }
    }

    private int connect(Path home, AsyncLines lines, Consumer<String> complaints, Consumer<LinkState> states)
            throws IOException {
        ConnectorOptions how = options.connectorOptions(address, home);
        Map<String, Provider> providers;
        try {
            providers = ProviderSet.installed().open(options.providers(), options.providerOptions(home, lines));
        } catch (ProviderException e) {
            complaints.accept(Console.finished(Console.sentence(String.valueOf(e.getMessage()))));
            return ExitCode.FAILED;
        }
        lines.accept("Connecting to " + address + " as '" + how.name() + "' (" + how.id() + ") with "
                + String.join(", ", providers.keySet()));
        ConnectorConsole facts = new ConnectorConsole(address, lines, states, InstantSource.system());
        try (Connector connector = Connector.of(address, how, providers, facts)) {
            Runnable leave = connector::close;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                leave.run();
                lines.finish();
            }));
            connector.start();
            Disconnect ending = connector.ended().join();
            if (ending instanceof Disconnect.Left) {
                return ExitCode.OK;
            }
            complaints.accept("The connector has ended: " + facts.sentence(ending));
            return ExitCode.FAILED;
        }
    }
}
