package io.relayhub.cli;

import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.dial.HubAddress;
import java.util.Map;
import java.util.Objects;
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
        HubAddress address = HubLocation.of(command, url, options.token(), environment);
        BackgroundConnector connector = BackgroundConnector.of(environment, address);
        String token = options.token() == null ? "" : options.token();
        return report(connector, connector.start(url, token, options.typed()), Console.of(command));
    }

    static int report(BackgroundConnector connector, StartResult result, Console console) {
        String log = Console.shown(connector.files().log());
        return switch (result) {
            case StartResult.Started(DaemonRecord daemon) -> {
                console.say("Connector to " + BackgroundConnector.hub(daemon) + " started in background (pid "
                        + daemon.process().pid() + ")");
                console.say("Logs: " + log);
                yield ExitCode.OK;
            }
            case StartResult.AlreadyRunning(DaemonRecord daemon) -> {
                console.say("Connector to " + BackgroundConnector.hub(daemon) + " runs already (pid "
                        + daemon.process().pid() + "); 'relayhub connect restart' starts it anew");
                console.say("Logs: " + log);
                yield ExitCode.OK;
            }
            case StartResult.Failed failed -> {
                console.complain(
                        "The connector did not start. " + failed.reason() + "; the end of its log, " + log + ":",
                        failed.lastLines());
                yield ExitCode.FAILED;
            }
        };
    }
}
