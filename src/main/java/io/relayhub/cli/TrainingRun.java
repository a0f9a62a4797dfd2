package io.relayhub.cli;

import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.hub.BackgroundHub;
import io.relayhub.daemon.Daemon;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.Launch;
import io.relayhub.daemon.Presence;
import io.relayhub.daemon.StateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// What the build lets Java watch, so that it can keep for later starts what it had to load, link and compile
/// (`src/main/launcher/assemble`). Never run otherwise.
final class TrainingRun {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    private TrainingRun() {}

    /// @param arguments `commands` for the small commands, `hub` for a hub from its start to its end
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "commands" -> commands();
            case "hub" -> hub();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void commands() throws IOException {
        StateDirectory directory = StateDirectory.of(System.getenv(), System.getProperty("user.home"));
        new Daemon(directory, "training").start(new Launch(List.of("true"), Map.of(), Path.of("/"), hub -> true));
        run("stop");
        run("version");
        run("start", "--port", "none");
        BackgroundHub place = BackgroundHub.ofThisUser();
        try (ServerSocket page = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Presence presence =
                        Presence.announce(directory, place.daemon(), Map.of()).orElseThrow()) {
            Thread.ofPlatform().daemon().start(() -> serve(page));
            presence.ready(Map.of(
                    "health", "http://127.0.0.1:" + page.getLocalPort() + "/",
                    "serverUrl", "ws://127.0.0.1:" + page.getLocalPort() + "/ws"));
            run("status");
            run("status", "--json");
            run("start");
            run("logs");
        }
    }

    private static void run(String... arguments) {
        Cli.run(List.of(arguments), System.getenv());
    }

    private static void serve(ServerSocket page) {
        while (!page.isClosed()) {
            try (Socket visitor = page.accept()) {
                visitor.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// As [BackgroundHub#start] starts it, which the environment must say ([Detached#VARIABLE]).
    private static void hub() {
        BackgroundHub place = BackgroundHub.ofThisUser();
        Thread.ofPlatform()
                .daemon()
                .start(() -> System.exit(Cli.run(List.of("start", "--foreground", "--port", "0"), System.getenv())));
        while (!(place.daemon().status() instanceof Daemon.Status.Running(DaemonRecord hub))
                || !BackgroundHub.answers(hub)) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        System.exit(ExitCode.OK);
    }
}
