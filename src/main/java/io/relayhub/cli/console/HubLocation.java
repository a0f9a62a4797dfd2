package io.relayhub.cli.console;

import io.relayhub.dial.HubAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// From what was typed to a hub's address.
public final class HubLocation {
    private static final String TOKEN = "MTOP_DEVTOOLS_TOKEN";

    private HubLocation() {}

    /// @param token as an option; null leaves it to the URL and then to the environment
    public static HubAddress of(
            CommandSpec command, String url, @Nullable String token, Map<String, String> environment) {
        try {
            HubAddress address = HubAddress.parse(url);
            if (token != null) {
                return address.withToken(token);
            }
            String other = environment.getOrDefault(TOKEN, "");
            return address.hasToken() || other.isEmpty() ? address : address.withToken(other);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), sentence(String.valueOf(e.getMessage())));
        }
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
