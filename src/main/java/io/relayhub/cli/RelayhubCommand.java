package io.relayhub.cli;

import picocli.CommandLine.Command;

/// All commands there are. Without one, `start` is meant ([Cli]).
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
        footer = {"", "'relayhub <command> --help' says more about one of them."},
        subcommands = {
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ConnectCommand.class,
            InvokeCommand.class,
            NativeHostCommand.class,
            DemoCommand.class,
            VersionCommand.class,
            CompletionCommand.class
        })
final class RelayhubCommand {}
