package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.InstalledProgram;
import io.relayhub.testing.InstalledProgram.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// The opinion of the shells themselves on the scripts that `relayhub completion` prints.
@Timeout(60)
class CompletionTest {
    /// Asks the function that bash would call when Tab is pressed at the end of the line.
    private static final String TAB_IN_BASH = """
            source "$1"
            compopt() { :; } # only bash itself may call the real one, while it completes
            read -ra COMP_WORDS <<<"$2"
            [[ $2 != *' ' ]] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            function=$(complete -p relayhub | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
            "$function"
            printf '%s\\n' "${COMPREPLY[*]}"
            """;

    @TempDir
    private Path directory;

    private Path script;

    @BeforeEach
    void nameTheScript() {
        script = directory.resolve("completion");
    }

    @ParameterizedTest
    @CsvSource({
        "'relayhub sta', start status",
        "'relayhub connect l', list logs",
        "'relayhub start --max', --max-connections --max-message-size",
        "'relayhub completion ', bash zsh",
    })
    void bashOffersWhatFits(String line, String offered) throws Exception {
        InstalledProgram bash = InstalledProgram.orSkip("bash", "complete commands in");
        print("bash");
        assertThat(bash.run("-c", TAB_IN_BASH, "bash", script.toString(), line))
                .isEqualTo(new Answer(0, offered + "\n"));
    }

    @Test
    void zshTakesTheScriptOfBash() throws Exception {
        InstalledProgram zsh = InstalledProgram.orSkip("zsh", "complete commands in");
        print("zsh");
        Answer answer = zsh.run(
                "-f",
                "-c",
                "ZDOTDIR=$2; autoload -Uz compinit && compinit -D -u; source $1; print $_comps[relayhub]",
                "zsh",
                script.toString(),
                directory.toString());
        assertThat(answer.text())
                .contains("_bash_complete", "-F _complete_relayhub")
                .hasLineCount(1);
        assertThat(answer.exitCode()).isZero();
    }

    private void print(String shell) throws IOException {
        List<String> words = List.of("completion", shell);
        StringWriter out = new StringWriter();
        CommandLine commands = Cli.commandLine(words);
        commands.setOut(new PrintWriter(out));
        assertThat(commands.execute(words.toArray(String[]::new))).isZero();
        Files.writeString(script, out.toString());
    }
}
