package io.relayhub.cli;

import io.relayhub.app.HubLaunch;
import io.relayhub.app.RunningHub;
import io.relayhub.daemon.Daemon;
import io.relayhub.daemon.Launch;
import io.relayhub.daemon.Presence;
import io.relayhub.daemon.StateDirectory;
import io.relayhub.daemon.light.HealthCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the build lets Java watch, so that it can keep for later starts what it had to load, link and compile
/// (`src/main/launcher/assemble`). Never run otherwise.
final class TrainingRun {
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

    private static void hub() {
        Map<String, Object> properties = Map.of("server.port", 0, "server.address", "127.0.0.1");
        HubLaunch launch = new HubLaunch(
                HubLaunch.Kind.PROGRAM, properties, Optional.of("of-the-training-run"), Optional.of("127.0.0.1"));
        try (RunningHub hub = RunningHub.start(launch)) {
            hub.banner(hub.publicAddress(System.err::println)).print(System.out);
            hub.health().ifPresent(HealthCheck::answers);
        }
    }
}
