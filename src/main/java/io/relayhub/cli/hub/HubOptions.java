package io.relayhub.cli.hub;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of a command that starts a hub, one for each [HubOption]. One that is not given leaves the setting
/// to the environment, the configuration file or the default.
@Command // without options of its own picocli would not take it for a mixin
final class HubOptions {
    private @Nullable CommandSpec command;

    @Spec(Spec.Target.MIXEE)
    void setCommand(CommandSpec command) {
        this.command = command;
        for (HubOption option : HubOption.values()) {
            command.addOption(OptionSpec.builder(option.word())
                    .type(String.class)
                    .paramLabel(option.form().label())
                    .description(option.description() + " (default: " + option.byDefault() + ")")
                    .build());
        }
    }

    /// @throws ParameterException for a text that an option does not take
    HubSettings settings() {
        var line = Objects.requireNonNull(command).commandLine();
        Map<HubOption, String> given = new EnumMap<>(HubOption.class);
        for (HubOption option : HubOption.values()) {
            String text = line.getParseResult().matchedOptionValue(option.word(), (String) null);
            if (text == null) {
                continue;
            }
            if (!option.form().allows(text)) {
                throw new ParameterException(
                        line, option.word() + " " + option.form().complaint(text));
            }
            given.put(option, text);
        }
        return new HubSettings(given);
    }
}
