package io.relayhub.cli.hub;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.light.HealthCheck;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "health",
        description = {
            "Ask a hub's health page and end with 0 when it is well: for containers and supervisors.",
            "A hub that is starting, or that does not answer within a second, is not."
        })
public final class HealthCommand implements Callable<Integer> {
    private static final String PAGE = "/actuator/health/liveness";
    private static final int LAST_PORT = 65_535;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "<url>",
            description = "The page (default: that of the hub of this user; where that left no record, " + PAGE
                    + " at MANAGEMENT_SERVER_PORT, SERVER_PORT or 8080 of this machine).")
    private @Nullable String url;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        URI page = url == null ? page(new BackgroundHub(environment), environment) : given(url);
        Console console = Console.of(spec);
        if (HealthCheck.answers(page)) {
            console.say("Healthy: " + page);
            return ExitCode.OK;
        }
        console.complain("Not healthy: " + page + " does not answer with 200.");
        return ExitCode.FAILED;
    }

    /// A hub that could not write its record is asked where its environment says that it is.
    private static URI page(BackgroundHub hub, Map<String, String> environment) {
        if (hub.daemon().status() instanceof Status.Running(DaemonRecord record)
                && record.text("health").isPresent()) {
            return URI.create(record.text("health").get());
        }
        String port = environment.getOrDefault("MANAGEMENT_SERVER_PORT", "");
        if (port.isEmpty()) {
            port = environment.getOrDefault("SERVER_PORT", "");
        }
        return URI.create("http://127.0.0.1:" + (port.matches("[0-9]{1,5}") ? port : "8080") + PAGE);
    }

    /// The URL with its port, which a health check has to know.
    private URI given(String text) {
        try {
            URI page = URI.create(text);
            boolean isSecure = "https".equals(page.getScheme());
            int port = page.getPort() >= 0 ? page.getPort() : isSecure ? 443 : 80;
            if ((isSecure || "http".equals(page.getScheme())) && page.getHost() != null && port <= LAST_PORT) {
                String path = page.getRawPath().isEmpty() ? PAGE : page.getRawPath();
                return URI.create(page.getScheme() + "://" + page.getHost() + ":" + port + path);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "'" + text + "' is not the http or https URL of a page");
    }
}
