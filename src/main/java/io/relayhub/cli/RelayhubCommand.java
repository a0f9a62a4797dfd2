package io.relayhub.cli;

import picocli.CommandLine.Command;

/// The program as a whole. Its commands are added by [Cli]; without one, `start` is meant.
@Command(
        name = "relayhub",
        description = {
            "A WebSocket relay: agents in the cloud ask, connectors on developers' machines answer.",
            "Without a command it starts the hub in the background and prints how to connect."
        },
        customSynopsis = "Usage: relayhub [command] [options]",
        synopsisHeading = "",
        descriptionHeading = "%n",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "'relayhub <command> --help' says more about one of them."})
final class RelayhubCommand {}
