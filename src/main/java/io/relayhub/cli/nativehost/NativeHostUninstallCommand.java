package io.relayhub.cli.nativehost;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.connector.nativehost.HostManifest;
import io.relayhub.connector.nativehost.HostManifest.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "uninstall", description = "Take the manifests of 'install' away.")
final class NativeHostUninstallCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final HostManifestOptions options = new HostManifestOptions();

    @Override
    public Integer call() throws IOException {
        Console console = Console.of(spec);
        List<Path> removed = HostManifest.uninstall(
                options.name(),
                options.browsers(),
                Platform.of(System.getProperty("os.name")),
                HostManifestOptions.userHome(System.getenv()));
        removed.forEach(file -> console.say("Removed: " + Console.shown(file)));
        if (removed.isEmpty()) {
            console.say("There was nothing to remove");
        }
        return ExitCode.OK;
    }
}
