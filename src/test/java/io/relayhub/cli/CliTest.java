package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.cli.console.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CliTest {
    private static final List<String> ALL = List.of("--help");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --port x                | start | --port is a number from 0 to 65535, not 'x'.
            --port 65536            | start | --port is a number from 0 to 65535, not '65536'.
            --port                  | start | Missing required parameter for option '--port' (<port>).
            --path ws               | start | --path begins with / and has letters, digits and - . _ ~ only between its slashes, and no part '.' or '..'.
            --heartbeat 0           | start | --heartbeat is a time from 1ms to 365d such as 90, 90s or 2m, not '0'.
            --max-connections -1    | start | --max-connections is a number above 0, not '-1'.
            --max-message-size 3GB  | start | --max-message-size is a size from 1 byte to 1GB such as 10485760, 512KB or 10MB, not '3GB'.
            --host a/b              | start | --host is a name, an address ([::1] for IPv6), or a URL such as wss://hub.example.org.
            --nonsense              | start | Unknown option: '--nonsense'.
            --relayhub.drain-timeout=5s | start | 'relayhub.drain-timeout' is a setting and no option: set RELAYHUB_DRAIN_TIMEOUT in the environment, or relayhub.drain-timeout in application.yml in the working directory, or RELAYHUB_JAVA_OPTS=-Drelayhub.drain-timeout=….
            start --relayhub.token=CANARY | start | 'relayhub.token' is a setting and no option: set RELAYHUB_TOKEN in the environment, or relayhub.token in application.yml in the working directory.
            restart -Dserver.port=1 | restart | 'server.port' is a setting and no option: set SERVER_PORT in the environment, or server.port in application.yml in the working directory, or RELAYHUB_JAVA_OPTS=-Dserver.port=….
            stop --relayhub.node=a  | stop  | Unknown option: '--relayhub.node'.
            logs -n -1              | logs  | --lines is a number from 0, not -1.
            connect ws://127.0.0.1:1/ws --allow-origin http://a.test | connect | --allow-origin is for a browser, and there is none: add --chrome launch or --chrome <url>.
            connect ws://127.0.0.1:1/ws --headless | connect | --headless is for a browser, and there is none: add --chrome launch or --chrome <url>.
            connect ws://127.0.0.1:1/ws --provider system --chrome=launch | connect | --chrome is for a browser, and there is none: add --provider chrome.
            connect start --chrome-profile temp ws://127.0.0.1:1/ws | connect start | --chrome-profile is for a browser, and there is none: add --chrome launch or --chrome <url>.
            bench ws://h/ws --agents 0 | bench | --agents is a number from 1 to 100000, not 0.
            bench ws://h/ws --rate 0 | bench | --rate is a number above 0, up to 1000000.
            bench ws://h/ws --rate 5 --in-flight 1 | bench | --rate and --in-flight are two ways to ask: give one of them.
            bench ftp://h?token=CANARY | bench | The hub's URL must begin with ws:// or wss://, like ws://host:8080/ws?token=...
            bench                   | bench | Missing required parameter: '<ws-url>'.
            --prot 1                | start | Unknown option: '--prot'. Did you mean '--port'?
            --tokne=CANARY          | start | Unknown option: '--tokne'. Did you mean '--token'?
            start ws://hub/ws?token=CANARY | start | Unexpected word: 'ws://hub/ws?token=***'.
            invoke ping --label x   | invoke | Value for option '--label' (<k=v>) should be in KEY=VALUE format but was x.
            connect lst             | connect | There is no command 'connect lst', and no hub's URL looks like that. Did you mean 'connect list'?
            connect ws://hub:0/ws   | connect | The port in the hub's URL must be a number from 1 to 65535.
            connect ws://a_b:1/ws   | connect | The host or the port in the hub's URL is none: a name has letters, digits, '-' and '.' only, and a port is a number.
            connect start ws://127.0.0.1:1/ws --chrome firefox | connect start | --chrome takes 'launch' or the address of a debugging port such as http://127.0.0.1:9222.
            connect ws://127.0.0.1:1/ws --chrome firefox | connect | --chrome takes 'launch' or the address of a debugging port such as http://127.0.0.1:9222.
            connect ws://127.0.0.1:1/ws --chrome launch --allow-origin a:b | connect | 'a:b' is not an origin: write it like https://example.com, https://*.example.com or localhost:*.
            connect ws://127.0.0.1:1/ws --provider nothing | connect | There is no provider 'nothing'; there are chrome, native-host, system.
            connect ws://127.0.0.1:1/ws --label =b | connect | --label has a name of 1 to 128 characters, and a value of as many at most.
            connect example         | connect | There is no command 'connect example', and no hub's URL looks like that.
            connect example.org     | connect | The hub's URL must begin with ws:// or wss://, like ws://host:8080/ws?token=...
            completion fish         | completion | There is a completion for bash and for zsh, and none for 'fish'.
            """)
    void aWrongOptionIsOneSentenceAndOneUsageLine(String arguments, String command, String sentence) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualTo("""
                [relayhub] %s
                Usage: relayhub %s [options]; 'relayhub %s --help' lists them
                """.formatted(sentence, command, command));
    }

    @Test
    void nothingThatWasTypedReachesTheTerminalAsAnOrder() {
        assertThat(run("start", "--port", "\u001b[31m\n")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("[relayhub] --port is a number from 0 to 65535, not '?[31m?'.\n");
    }

    @Test
    void aNameIsNotLongerThanAHubKeepsIt() {
        assertThat(run("connect", "ws://127.0.0.1:1/ws", "--name", "a".repeat(129)))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("[relayhub] --name has 1 to 128 characters.\n");
    }

    @Test
    void aCommandThatThereIsNotIsNamed() {
        assertThat(run("strat")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo("""
                [relayhub] There is no command 'strat'. Did you mean 'start'?
                Usage: relayhub [command] [options]; 'relayhub --help' lists them
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "start --help",
                "stop -h",
                "status --help",
                "logs --help",
                "completion --help",
                "help",
                "help connect start"
            })
    void everyCommandHasHelp(String arguments) {
        assertThat(run(arguments.split(" ", -1))).isZero();
        assertThat(out.toString()).startsWith("Usage: relayhub");
    }

    @Test
    void onlyTheCommandThatRunsIsLookedAtAndItIsTheOneThatWasNamed() {
        for (String name : Cli.commandLine(ALL).getSubcommands().keySet()) {
            Set<String> known =
                    Cli.commandLine(List.of(name, "--help")).getSubcommands().keySet();
            assertThat(known).as(name).contains(name);
            assertThat(known.size() == 1).as(name).isEqualTo(!name.equals("completion"));
        }
    }

    @Test
    void completionKnowsEveryCommand() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out.toString())
                .contains(String.join(" ", Cli.commandLine(ALL).getSubcommands().keySet()));
    }

    private int run(String... arguments) {
        List<String> words = Cli.withCommand(List.of(arguments));
        CommandLine commands = Cli.commandLine(words);
        commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commands.execute(words.toArray(String[]::new));
    }
}
