package io.relayhub.daemon;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A small program in the background, as a hub or a connector is one: it announces itself, answers a health page, and
/// takes its record away at its end. Its argument says what goes wrong with it.
final class StandIn {
    private StandIn() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println("stand-in: " + args[0] + " " + System.getenv("STAND_IN_SECRET"));
        StateDirectory directory = StateDirectory.of(System.getenv(), System.getProperty("user.home"));
        Daemon daemon = new Daemon(directory, "stand-in");
        Optional<Registration> announced = Registration.announce(directory, daemon, Map.of());
        if (announced.isEmpty()) {
            System.out.println("stand-in: the place is taken");
            System.exit(1);
        }
        Registration registration = announced.get();
        switch (args[0]) {
            case "fails" -> {
                System.out.println("stand-in: the port is taken");
                System.exit(1);
            }
            case "hangs" -> new CountDownLatch(1).await();
            case "stays" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(StandIn::forever));
                answer(registration);
            }
            case "serves" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(registration::close));
                answer(registration);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void answer(Registration registration) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        registration.ready(
                Map.of("health", "http://127.0.0.1:" + server.getAddress().getPort() + "/health"));
    }

    private static void forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
