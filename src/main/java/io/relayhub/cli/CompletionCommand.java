package io.relayhub.cli;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print a script that completes relayhub's commands and options in a shell.",
        footer = {
            "",
            "bash:  source <(relayhub completion bash)      in ~/.bashrc",
            "zsh:   source <(relayhub completion zsh)       in ~/.zshrc, below compinit"
        })
final class CompletionCommand implements Callable<Integer> {
    /// zsh runs bash's completions itself, on top of its own.
    private static final String ZSH_PREPARATION =
            "whence compdef >/dev/null || { autoload -Uz compinit && compinit; }\n";

    @Spec
    private @Nullable CommandSpec spec;

    private boolean zsh;

    @Parameters(paramLabel = "bash|zsh", completionCandidates = Shells.class, description = "The shell.")
    void setShell(String shell) {
        zsh = switch (shell) {
            case "bash" -> false;
            case "zsh" -> true;
            default ->
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "There is a completion for bash and for zsh, and none for '" + shell + "'");
        };
    }

    /// What there is to choose from, for the completion itself.
    private static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("bash", "zsh").iterator();
        }
    }

    @Override
    public Integer call() {
        CommandLine relayhub = Objects.requireNonNull(spec).root().commandLine();
        Console console = Console.of(spec);
        if (zsh) {
            console.print(ZSH_PREPARATION);
        }
        console.print(AutoComplete.bash("relayhub", relayhub));
        return ExitCode.OK;
    }
}
