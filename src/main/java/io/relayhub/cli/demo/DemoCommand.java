package io.relayhub.cli.demo;

import io.relayhub.app.HubLaunch;
import io.relayhub.app.RunningHub;
import io.relayhub.cli.connect.ConnectorConsole;
import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.RelayException;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderException;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.Dialer;
import io.relayhub.dial.HubAddress;
import io.relayhub.dial.JdkDialer;
import io.relayhub.dial.Timers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "demo",
        description = "Run a hub and a connector on a free port of this machine, ask for something, and show what goes"
                + " over the wire; the hub stays until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {
    private static final String SYSTEM = "system";
    private static final String CHROME = "chrome";
    private static final int MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--once", description = "End after the requests.")
    private boolean once;

    @Override
    public Integer call() throws InterruptedException, ProviderException {
        Console console = Console.of(spec);
        console.say("Starting a hub on a free port …");
        try (RunningHub hub = RunningHub.start(new HubLaunch(
                HubLaunch.Kind.PROGRAM,
                Map.of(
                        "server.port", 0,
                        "server.address", "127.0.0.1",
                        "logging.level.root", "warn",
                        "logging.level.org.springframework.web.servlet", "warn"),
                Optional.empty(),
                Optional.empty()))) {
            HubAddress address = HubAddress.parse(hub.urlWithToken(hub.localUrl()));
            CountDownLatch connected = new CountDownLatch(1);
            Map<String, Provider> providers = providers(console);
            try (Connector connector = Connector.of(
                    address,
                    ConnectorOptions.of("demo", "demo"),
                    providers,
                    new ConnectorConsole(address, line -> {}, state -> connected.countDown(), InstantSource.system()),
                    traced("connector", console))) {
                // A browser that was launched ends with Ctrl-C too.
                Runtime.getRuntime().addShutdownHook(new Thread(connector::close));
                connector.start();
                connected.await();
                boolean answered = ask(address, requests(providers.keySet(), hub), console);
                if (!once) {
                    console.connectCommand(hub.urlWithToken(hub.localUrl()));
                    console.say("The hub stays until Ctrl-C. Ask it from another terminal:");
                    console.say("  relayhub invoke ping --server \"" + hub.urlWithToken(hub.localUrl()) + "\"");
                    new CountDownLatch(1).await();
                }
                return answered ? ExitCode.OK : ExitCode.FAILED;
            }
        }
    }

    private static Map<String, Provider> providers(Console console) throws ProviderException {
        Path home = BackgroundProcess.home(System.getenv()).path();
        Map<String, Provider> opened = new LinkedHashMap<>(
                ProviderSet.installed().open(List.of(SYSTEM), new ProviderOptions(home, Map.of(), console::say)));
        Map<String, List<String>> headless =
                Map.of("chrome-headless", List.of("true"), "chrome-profile", List.of("temp"));
        try {
            opened.putAll(
                    ProviderSet.installed().open(List.of(CHROME), new ProviderOptions(home, headless, console::say)));
        } catch (ProviderException e) {
            console.say("Without a browser: " + e.getMessage());
        }
        return opened;
    }

    /// Something small from each provider: actions and their data.
    private static Map<String, JsonNode> requests(Set<String> providers, RunningHub hub) {
        Map<String, JsonNode> requests = new LinkedHashMap<>();
        if (providers.contains(SYSTEM)) {
            requests.put("ping", JsonMapper.shared().createObjectNode());
            requests.put("system_info", JsonMapper.shared().createObjectNode());
        }
        if (providers.contains(CHROME)) {
            // The hub's own page: the demo needs nothing from the internet.
            String page = hub.localUrl().replaceFirst("^ws", "http");
            requests.put("tab_open", JsonMapper.shared().createObjectNode().put("url", page));
        }
        return requests;
    }

    /// @return whether every request was answered
    private static boolean ask(HubAddress address, Map<String, JsonNode> requests, Console console)
            throws InterruptedException {
        boolean answered = true;
        try (RelayClient agent =
                RelayClient.connect(address, ClientOptions.DEFAULT.withName("demo"), traced("agent", console))) {
            for (Map.Entry<String, JsonNode> request : requests.entrySet()) {
                console.say("An agent asks for " + request.getKey() + ":");
                try {
                    agent.invoke(request.getKey(), request.getValue()).get();
                } catch (ExecutionException e) {
                    console.complain(request.getKey() + " failed: "
                            + Objects.requireNonNull(e.getCause()).getMessage());
                    answered = false;
                }
            }
        } catch (RelayException e) {
            console.complain(String.valueOf(e.getMessage()));
            answered = false;
        }
        return answered;
    }

    private static Dialer traced(String who, Console console) {
        return new TracingDialer(
                who,
                new JdkDialer(Timers.real(), Duration.ofSeconds(10), MAX_MESSAGE_BYTES),
                line -> console.print(line + System.lineSeparator()));
    }
}
