package io.relayhub.cli.bench;

import io.relayhub.bench.BenchException;
import io.relayhub.bench.Load;
import io.relayhub.bench.LoadRun;
import io.relayhub.bench.Outcome;
import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.console.HubLocation;
import io.relayhub.cli.console.TimeSpan;
import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Put load on a hub, with agents and connectors of its own, and print how many requests it relays"
                + " and how long they take. Nobody else's connector is asked.")
public final class BenchCommand implements Callable<Integer> {
    private static final String TOKEN = "MTOP_DEVTOOLS_TOKEN";
    private static final int MOST_PEERS = 100_000;
    private static final int MOST_IN_FLIGHT = 4_096;
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final double HIGHEST_RATE = 1_000_000;
    private static final Duration REPORT = Duration.ofSeconds(6);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "<ws-url>", description = "The hub.")
    private String url = "";

    @Option(names = "--token", paramLabel = "<token>", description = "The hub's token, where the URL has none.")
    private @Nullable String token;

    @Option(names = "--agents", paramLabel = "<n>", description = "How many ask (default: 20).")
    private int agents = 20;

    @Option(names = "--connectors", paramLabel = "<n>", description = "How many answer (default: 4).")
    private int connectors = 4;

    @Option(
            names = "--in-flight",
            paramLabel = "<n>",
            description = "Requests that each agent keeps open: it sends the next when an answer comes (default: 8).")
    private @Nullable Integer inFlight;

    @Option(
            names = "--rate",
            paramLabel = "<n>",
            description = "Requests a second of all agents, sent by the clock whether answers come or not; their"
                    + " latency counts from when they were due. Instead of --in-flight.")
    private @Nullable Double rate;

    @Option(names = "--request", paramLabel = "<bytes>", description = "Size of a request's data (default: 64).")
    private int request = 64;

    @Option(names = "--answer", paramLabel = "<bytes>", description = "Size of an answer's data (default: 64).")
    private int answer = 64;

    @Option(names = "--idle", paramLabel = "<n>", description = "Further connections that say nothing (default: 0).")
    private int idle;

    @Option(
            names = "--warm-up",
            paramLabel = "<time>",
            converter = TimeSpan.Seconds.class,
            description = "Load before anything is counted (default: 3s).")
    private Duration warmUp = Duration.ofSeconds(3);

    @Option(
            names = "--duration",
            paramLabel = "<time>",
            converter = TimeSpan.Seconds.class,
            description = "How long to count (default: 10s).")
    private Duration duration = Duration.ofSeconds(10);

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--html", paramLabel = "<file>", description = "Also write a page with the latency curve.")
    private @Nullable Path html;

    @Override
    public Integer call() throws InterruptedException, IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        Console console = Console.of(command);
        Load load = load(command);
        var report = new CountDownLatch(1);
        boolean person = Optional.ofNullable(System.console())
                .map(java.io.Console::isTerminal)
                .orElse(false);
        try (var line = new LiveLine(command.commandLine().getErr(), person)) {
            var run = new LoadRun(load, line);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, report)));
            Outcome outcome = run.run();
            line.clear();
            return print(outcome, HubAddress.parse(url).name(), console);
        } catch (BenchException e) {
            console.complain(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        } finally {
            report.countDown();
        }
    }

    /// Ctrl-C: what there is, is printed before the program ends.
    private static void stop(LoadRun run, CountDownLatch report) {
        run.stop();
        try {
            boolean _ = report.await(REPORT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int print(Outcome outcome, String hub, Console console) throws IOException {
        if (json) {
            console.print(JsonReport.of(outcome, hub) + "\n");
        } else {
            console.print(TextReport.of(outcome, hub));
            outcome.caveats().forEach(console::complain);
        }
        if (html != null) {
            Files.writeString(html, HtmlReport.of(outcome, hub));
        }
        return outcome.answers() > 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private Load load(CommandSpec command) {
        Map<String, String> environment = System.getenv();
        HubAddress address = HubLocation.of(command, url, token, environment);
        boolean isInUrl = HubAddress.parse(url).hasToken();
        String given = token != null ? token : environment.getOrDefault(TOKEN, "");
        check(rate == null || inFlight == null, "--rate and --in-flight are two ways to ask: give one of them");
        check(rate == null || (rate > 0 && rate <= HIGHEST_RATE), "--rate is a number above 0, up to 1000000");
        return new Load(
                address.secretUri(),
                isInUrl || given.isEmpty() ? null : given,
                between("--agents", agents, 1, MOST_PEERS),
                between("--connectors", connectors, 1, MOST_PEERS),
                between("--in-flight", inFlight == null ? 8 : inFlight, 1, MOST_IN_FLIGHT),
                rate == null ? 0 : rate,
                between("--request", request, 0, LARGEST),
                between("--answer", answer, 1, LARGEST),
                between("--idle", idle, 0, MOST_PEERS),
                warmUp,
                duration);
    }

    private int between(String option, int value, int least, int most) {
        check(
                value >= least && value <= most,
                option + " is a number from " + least + " to " + most + ", not " + value);
        return value;
    }

    private void check(boolean right, String sentence) {
        if (!right) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
        }
    }
}
