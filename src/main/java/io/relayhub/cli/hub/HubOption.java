package io.relayhub.cli.hub;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One thing that a hub can be told on the command line, with its names wherever it can be given. This list feeds the
/// commands' options ([HubOptions]), the hub in the background, the record from which a restart has its settings again
/// ([HubSettings]) and the check of the environment ([#wrongVariable]), so that all of them take the same texts.
enum HubOption {
    PORT("--port", OptionForm.PORT, "SERVER_PORT", "server.port", "8080", "Port of the hub; 0 takes a free one."),
    PATH("--path", OptionForm.PATH, "RELAYHUB_PATH", "relayhub.path", "/ws", "Path of the WebSocket endpoint."),
    /// Its variable beats the option.
    TOKEN(
            "--token",
            OptionForm.TOKEN,
            "MTOP_DEVTOOLS_TOKEN",
            "relayhub.token",
            "32 random characters",
            "What agents and connectors must present. MTOP_DEVTOOLS_TOKEN in the environment beats it."),
    HEARTBEAT(
            "--heartbeat",
            OptionForm.TIME,
            "RELAYHUB_HEARTBEAT_TIMEOUT",
            "relayhub.heartbeat-timeout",
            "90s",
            "A peer that was silent for so long is disconnected; a bare number is seconds."),
    MAX_CONNECTIONS(
            "--max-connections",
            OptionForm.COUNT,
            "RELAYHUB_MAX_CONNECTIONS",
            "relayhub.max-connections",
            "100",
            "Connections beyond this are refused."),
    MAX_MESSAGE_SIZE(
            "--max-message-size",
            OptionForm.SIZE,
            "RELAYHUB_MAX_MESSAGE_SIZE",
            "relayhub.max-message-size",
            "10MB",
            "The largest message, in bytes or as 512KB or 10MB."),
    /// Its variable beats the option, and no property has it.
    HOST(
            "--host",
            OptionForm.HOST,
            "CLOUD_SERVER_HOST",
            "",
            "the address of the interface with the default route",
            "Name or address of this machine in the URLs that are printed, or the URL of the proxy before it."
                    + " CLOUD_SERVER_HOST in the environment beats it.");

    private final String word;
    private final OptionForm form;
    private final String variable;
    private final String property;
    private final String byDefault;
    private final String description;

    HubOption(String word, OptionForm form, String variable, String property, String byDefault, String description) {
        this.word = word;
        this.form = form;
        this.variable = variable;
        this.property = property;
        this.byDefault = byDefault;
        this.description = description;
    }

    static Optional<HubOption> of(String word) {
        return Arrays.stream(values())
                .filter(option -> option.word.equals(word))
                .findFirst();
    }

    /// As it is typed, such as `--max-connections`.
    String word() {
        return word;
    }

    OptionForm form() {
        return form;
    }

    /// The environment variable.
    String variable() {
        return variable;
    }

    /// The setting of the application; empty when there is none.
    String property() {
        return property;
    }

    /// The member of the hub's record, such as `maxConnections`.
    String detail() {
        StringBuilder name = new StringBuilder();
        for (String part : word.substring(2).split("-", -1)) {
            name.append(name.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return name.toString();
    }

    /// What counts where nothing was given.
    String byDefault() {
        return byDefault;
    }

    String description() {
        return description;
    }

    /// The first variable that counts and that the hub would not understand, as a sentence. Empty variables were not
    /// given.
    ///
    /// @param given options, which beat most variables
    static Optional<String> wrongVariable(Map<String, String> environment, HubSettings given) {
        for (HubOption option : values()) {
            String text = environment.getOrDefault(option.variable, "");
            boolean counts = option == TOKEN || option == HOST || !given.has(option);
            if (counts && !text.isEmpty() && !option.form.allows(text)) {
                return Optional.of(option.variable + " in the environment " + option.form.complaint(text) + ".");
            }
        }
        return Optional.empty();
    }
}
