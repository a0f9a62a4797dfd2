package io.relayhub.cli.nativehost;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.connector.nativehost.NativeHost;
import io.relayhub.connector.nativehost.SocketPath;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "native-host",
        description = "Be the program that a browser starts for its extension; 'native-host install' tells it to.",
        subcommands = {NativeHostInstallCommand.class, NativeHostUninstallCommand.class})
public final class NativeHostCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--socket", paramLabel = "<path>", description = "Where connectors look for it.")
    private @Nullable Path socket;

    @SuppressWarnings("UnusedVariable") // accepted, because the browser gives it; the browser checked it too
    @Parameters(hidden = true, description = "What the browser adds: the extension's origin.")
    private List<String> origins = List.of();

    @Override
    public Integer call() {
        PrintStream browser = System.out;
        // Whatever else would print there would end the host.
        System.setOut(System.err);
        Path path = socket == null
                ? SocketPath.in(BackgroundProcess.home(System.getenv()).path())
                : socket;
        try (NativeHost host = NativeHost.open(System.in, browser, path)) {
            host.run();
            return ExitCode.OK;
        } catch (IOException e) {
            Console.of(spec).complain(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
    }
}
