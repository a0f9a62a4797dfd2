package io.relayhub.cli.invoke;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.console.HubLocation;
import io.relayhub.cli.console.TimeSpan;
import io.relayhub.client.Answer;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.RelayException;
import io.relayhub.client.Request;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "invoke",
        description =
                "Ask a connector to do something, and print its answer as JSON: readable on a terminal, as it came"
                        + " in a pipe.")
public final class InvokeCommand implements Callable<Integer> {
    /// How a hub that does not know a token is told of, or one that was given none.
    private static final String WRONG_TOKEN = new Disconnect.Refused(401, Duration.ZERO).sentence();

    private static final String SERVER = "MTOP_DEVTOOLS_SERVER_URL";

    /// Numbers go to the connector with all the digits that were typed.
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Spec
    private @Nullable CommandSpec spec;

    /// The hub that was named; null for this machine's.
    private @Nullable HubAddress address;

    @Parameters(paramLabel = "<action>", description = "What to do, such as ping or get_requests.")
    private String action = "";

    @Option(
            names = {"--data", "--payload"},
            paramLabel = "<json|@file|->",
            description = "What the action needs: JSON, a file of it, or - for standard input (default: {}).")
    private String data = "{}";

    @Option(
            names = "--server",
            paramLabel = "<ws-url>",
            description = "The hub; without it MTOP_DEVTOOLS_SERVER_URL, then the hub of this machine.")
    private @Nullable String server;

    @Option(names = "--token", paramLabel = "<token>", description = "The hub's token, where the URL has none.")
    private @Nullable String token;

    @Option(names = "--connector", paramLabel = "<id|name>", description = "Only this connector.")
    private @Nullable String connector;

    @Option(names = "--label", paramLabel = "<k=v>", description = "Only a connector with this label; repeatable.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--timeout",
            paramLabel = "<time>",
            converter = TimeSpan.Seconds.class,
            description = "How long to wait for the answer (default: 60s).")
    private Duration timeout = Duration.ofSeconds(60);

    @Option(names = "--idempotent", description = "Doing it twice does no harm: says so to the hub.")
    private boolean idempotent;

    @Option(names = "--output", paramLabel = "<file>", description = "Write the answer there instead.")
    private @Nullable Path output;

    @Option(names = "--progress", description = "Print the parts of an answer on standard error as they come.")
    private boolean progress;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        Console console = Console.of(command);
        Request request = request(command, console);
        if (output != null && !isWritable(output)) {
            // Before anything is done that cannot be asked for twice.
            console.complain("The answer can't be written to " + output);
            return ExitCode.FAILED;
        }
        try (RelayClient client = client(command)) {
            Answer answer = client.invoke(request).get();
            if (answer.versionWarning() != null) {
                console.complain(answer.versionWarning());
            }
            return print(answer, console);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RelayException failure) {
                return failed(failure, console);
            }
            throw new IllegalStateException(e.getCause());
        } catch (RelayException failure) {
            return failed(failure, console);
        }
    }

    private int failed(RelayException failure, Console console) {
        boolean lacksToken = WRONG_TOKEN.equals(failure.getMessage()) && address != null && !address.hasToken();
        console.complain(failure.code() + ": " + (lacksToken ? HubLocation.NO_TOKEN : failure.getMessage())
                + (failure.retryable() ? " (the same request may be sent again)" : ""));
        return ExitCode.FAILED;
    }

    private RelayClient client(CommandSpec command) throws InterruptedException {
        ClientOptions options = ClientOptions.DEFAULT.withName("relayhub invoke");
        String url = server != null ? server : System.getenv().getOrDefault(SERVER, "");
        if (url.isEmpty()) {
            return RelayClient.connect(options);
        }
        address = HubLocation.of(command, url, token, System.getenv());
        return RelayClient.connect(address, options);
    }

    private Request request(CommandSpec command, Console console) throws IOException {
        try {
            Request request = Request.of(action).withData(payload(command)).withTimeout(timeout);
            for (Map.Entry<String, String> label : labels.entrySet()) {
                request = request.withLabel(label.getKey(), label.getValue());
            }
            if (connector != null) {
                request = request.withConnector(connector);
            }
            if (idempotent) {
                request = request.asIdempotent();
            }
            return progress
                    ? request.withProgress(part -> console.explain(new String(part.json(), StandardCharsets.UTF_8)))
                    : request;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private JsonNode payload(CommandSpec command) throws IOException {
        byte[] json = data.equals("-")
                ? standardInput(command)
                : data.startsWith("@") ? file(command, data.substring(1)) : data.getBytes(StandardCharsets.UTF_8);
        try {
            JsonNode payload = EXACT.readTree(json);
            if (payload.isMissingNode()) {
                throw new ParameterException(command.commandLine(), "--data is empty; leave it out for {}");
            }
            return payload;
        } catch (JacksonException e) {
            // Without the parser's own text: it quotes what it could not read.
            throw new ParameterException(command.commandLine(), "--data is not JSON");
        }
    }

    private static byte[] standardInput(CommandSpec command) throws IOException {
        if (isPerson()) {
            Console.of(command).explain("--data -: waiting for JSON from this terminal; Ctrl-D on a new line ends it");
        }
        return System.in.readAllBytes();
    }

    private static boolean isPerson() {
        return Optional.ofNullable(System.console())
                .map(java.io.Console::isTerminal)
                .orElse(false);
    }

    private static byte[] file(CommandSpec command, String name) {
        try {
            return Files.readAllBytes(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw new ParameterException(command.commandLine(), "--data names a file that can't be read: " + name, e);
        }
    }

    private static boolean isWritable(Path file) {
        Path directory = Path.of("").toAbsolutePath().resolve(file).getParent();
        return Files.exists(file)
                ? !Files.isDirectory(file) && Files.isWritable(file)
                : directory != null && Files.isDirectory(directory) && Files.isWritable(directory);
    }

    private int print(Answer answer, Console console) {
        if (output != null) {
            try {
                Files.write(output, answer.json());
                return ExitCode.OK;
            } catch (IOException e) {
                console.complain("The answer can't be written to " + output + " ("
                        + e.getClass().getSimpleName() + ")");
                return ExitCode.FAILED;
            }
        }
        PrintStream out = System.out;
        byte[] shown = isPerson()
                ? JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(answer.data())
                : answer.json();
        out.writeBytes(shown);
        out.println();
        out.flush();
        return ExitCode.OK;
    }
}
