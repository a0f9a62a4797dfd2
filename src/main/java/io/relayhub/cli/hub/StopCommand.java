package io.relayhub.cli.hub;

import io.relayhub.cli.console.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "stop",
        description =
                "Stop the hub in the background: it lets open requests finish, and is killed if it takes over 30 s.")
public final class StopCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return BackgroundHub.ofThisUser().stop(Console.of(spec));
    }
}
