package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.console.HubLocation;
import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.dial.HubAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "start", description = "Connect this machine to a hub in the background; one connector for each hub.")
final class ConnectStartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConnectOptions options = new ConnectOptions();

    @Parameters(paramLabel = "<ws-url>", description = "The hub's URL with its token.")
    private String url = "";

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        Map<String, String> environment = System.getenv();
        Console console = Console.of(command);
        HubAddress address = HubLocation.of(command, url, options.token(), environment);
        BackgroundConnector connector = BackgroundConnector.of(environment, address);
        options.check(connector.directory().path());
        Optional<String> unknown = HubLocation.unknownHost(address);
        if (unknown.isPresent()) {
            console.complain(unknown.get());
            return ExitCode.FAILED;
        }
        // The environment's too: a restart may have another one.
        String typed = options.token();
        String token = typed == null ? HubLocation.beside(HubLocation.named(command, url), environment) : typed;
        StartResult result = connector.start(url, token, options.typed());
        int exitCode = report(connector, result, console);
        if (result instanceof StartResult.AlreadyRunning(DaemonRecord daemon)
                && !BackgroundConnector.isAsTold(daemon, url, token, options.typed())) {
            console.complain("It keeps the URL, token and options that it was started with: 'relayhub connect stop "
                    + address + "', and then this command again, changes them.");
        }
        return exitCode;
    }

    static int report(BackgroundConnector connector, StartResult result, Console console) {
        switch (result) {
            case StartResult.Started(DaemonRecord daemon) -> {
                connector.sayRunning(daemon, "started in background", console);
                LinkState.of(daemon)
                        .filter(link -> link.kind() == LinkState.Kind.RECONNECTING)
                        .ifPresent(link -> console.complain(
                                Console.finished("Not connected yet, and it goes on trying: " + link.reason())));
            }
            case StartResult.AlreadyRunning(DaemonRecord daemon) -> {
                connector.sayRunning(daemon, "already running", console);
                console.say("'relayhub connect restart' starts it anew");
            }
            case StartResult.Failed failed -> {
                return connector.complain(failed, console);
            }
        }
        return ExitCode.OK;
    }
}
