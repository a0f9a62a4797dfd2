package io.relayhub.cli.connect;

import io.relayhub.cli.console.HubLocation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Which connector in the background is meant: that of a URL, or the only one there is.
final class ConnectorChoice {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "<ws-url>",
            description =
                    "The hub's URL; its token does not matter. May be left out while there is only one connector.")
    private @Nullable String url;

    /// @return null when there is none
    @Nullable
    BackgroundConnector chosen(Map<String, String> environment) {
        CommandSpec command = Objects.requireNonNull(spec);
        if (url != null) {
            return BackgroundConnector.of(environment, HubLocation.named(command, url));
        }
        List<BackgroundConnector> all = BackgroundConnector.recorded(environment);
        if (all.isEmpty()) {
            all = BackgroundConnector.logged(environment);
        }
        if (all.size() > 1) {
            throw new ParameterException(
                    command.commandLine(), "There are several connectors: name one by its hub's URL");
        }
        return all.isEmpty() ? null : all.getFirst();
    }
}
