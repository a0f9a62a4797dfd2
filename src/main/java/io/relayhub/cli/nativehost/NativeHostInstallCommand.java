package io.relayhub.cli.nativehost;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.cli.process.Self;
import io.relayhub.connector.nativehost.HostManifest;
import io.relayhub.connector.nativehost.HostManifest.Platform;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "install", description = "Tell this user's browsers to start the native host for an extension.")
final class NativeHostInstallCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final HostManifestOptions options = new HostManifestOptions();

    @Option(
            names = "--extension-id",
            required = true,
            paramLabel = "<id>",
            description = "The extension's id, as chrome://extensions shows it; repeatable.")
    private List<String> extensions = List.of();

    @Override
    public Integer call() throws IOException {
        Console console = Console.of(spec);
        try {
            new HostManifest(options.name(), extensions)
                    .install(
                            options.browsers(),
                            Platform.of(System.getProperty("os.name")),
                            HostManifestOptions.userHome(System.getenv()),
                            BackgroundProcess.home(System.getenv()).path(),
                            Self.command("native-host", "--", List.of()))
                    .forEach(file -> console.say("Written: " + Console.shown(file)));
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            console.complain(String.valueOf(e.getMessage()));
            return ExitCode.USAGE;
        }
    }
}
