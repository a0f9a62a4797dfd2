package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.DidYouMean;
import io.relayhub.cli.console.HubLocation;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "connect",
        description = {
            "Connect this machine to a hub and do what its agents ask, until Ctrl-C.",
            "'connect start <url>' does it in the background."
        },
        subcommands = {
            ConnectStartCommand.class,
            ConnectStopCommand.class,
            ConnectRestartCommand.class,
            ConnectStatusCommand.class,
            ConnectListCommand.class,
            ConnectLogsCommand.class
        })
public final class ConnectCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConnectOptions options = new ConnectOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "<ws-url>",
            description = "The hub's URL with its token, as 'relayhub status' prints it there.")
    private @Nullable String url;

    @Option(names = "--detached", hidden = true)
    private boolean detached;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        Console console = Console.of(command);
        Map<String, String> environment = System.getenv();
        if (detached) {
            String handedOver = environment.getOrDefault(BackgroundConnector.URL_VARIABLE, "");
            String token = environment.getOrDefault(BackgroundConnector.TOKEN_VARIABLE, "");
            return new ForegroundConnector(
                            HubLocation.of(command, handedOver, token.isEmpty() ? null : token, environment),
                            options,
                            console)
                    .runDetached(environment, handedOver, token);
        }
        if (url == null) {
            throw new ParameterException(
                    command.commandLine(), "Which hub? 'relayhub status' prints its URL on the hub's machine");
        }
        if (url.matches("[a-z]+")) {
            throw new ParameterException(
                    command.commandLine(),
                    "There is no command 'connect " + url + "', and no hub's URL looks like that."
                            + DidYouMean.hint(
                                    url, command.commandLine().getSubcommands().keySet(), "connect "));
        }
        HubAddress address = HubLocation.of(command, url, options.token(), environment);
        options.check(BackgroundProcess.home(environment).path());
        return new ForegroundConnector(address, options, console).run(environment);
    }
}
