package io.relayhub.bench;

import io.relayhub.testing.NodeScripts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Requests a second through a hub with one core of its own, beside the least that a relay can be in Node on the same
/// core: 20 agents with 8 requests in flight each (or 1), 4 connectors that answer at once. Each request is two
/// messages in and two out. The two take turns, and what counts is their ratio, not the numbers of one machine.
public final class RelayThroughput {
    private static final int AGENTS = 20;
    private static final int CONNECTORS = 4;
    private static final int ROUNDS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(3);
    private static final Path LAUNCHER = Path.of("target", "relayhub");
    private static final String TOKEN = "benchmarks-need-a-token-too";

    private record Load(String name, int inFlight, int answerBytes) {}

    private record Server(String name, Process process, int port) {}

    private RelayThroughput() {}

    public static void main(String[] args) throws Exception {
        if (!Files.isExecutable(LAUNCHER)) {
            System.err.println("There is no " + LAUNCHER + " to measure: run ./mvnw package first.");
            System.exit(1);
        }
        NodeScripts.orSkip();
        Path node = Path.of("target", "node", "plain-relay.mjs");
        try (var servers = new Servers()) {
            Server hub = servers.start("relayhub", List.of(LAUNCHER.toString(), "--foreground", "--port", "0"));
            Server plain = servers.start("plain Node relay", List.of("node", node.toString()));
            System.out.printf("%-34s %12s %12s %8s%n", "", "relayhub", "Node ws", "ratio");
            for (Load load : List.of(
                    new Load("64 B answers, 8 in flight", 8, 64),
                    new Load("64 B answers, 1 in flight", 1, 64),
                    new Load("16 kB answers, 8 in flight", 8, 16_000))) {
                List<Double> ratios = new ArrayList<>();
                List<Double> ours = new ArrayList<>();
                List<Double> theirs = new ArrayList<>();
                measure(hub, load, WARM_UP);
                measure(plain, load, WARM_UP);
                for (int round = 0; round < ROUNDS; round++) {
                    ours.add(measure(hub, load, MEASURED));
                    theirs.add(measure(plain, load, MEASURED));
                    ratios.add(ours.getLast() / theirs.getLast());
                }
                System.out.printf(
                        Locale.ROOT,
                        "%-34s %10.0f/s %10.0f/s %8.2f%n",
                        load.name(),
                        median(ours),
                        median(theirs),
                        median(ratios));
            }
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double measure(Server server, Load load, Duration time) throws IOException, InterruptedException {
        var answers = new AtomicLong();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < CONNECTORS; i++) {
            peers.add(new AnsweringPeer(server.port(), load.answerBytes()));
        }
        for (int i = 0; i < AGENTS; i++) {
            peers.add(new AskingPeer(server.port(), load.inFlight(), answers));
        }
        List<Thread> threads =
                peers.stream().map(peer -> Thread.ofPlatform().start(peer)).toList();
        Thread.sleep(Duration.ofMillis(300));
        long before = answers.get();
        long start = System.nanoTime();
        Thread.sleep(time);
        double rate = (answers.get() - before) * 1e9 / (System.nanoTime() - start);
        for (Peer peer : peers) {
            peer.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return rate;
    }

    /// Sends a request for each answer.
    private static final class AskingPeer extends Peer {
        private final AtomicLong answers;
        private final byte[] request;
        private long next;

        AskingPeer(int port, int inFlight, AtomicLong answers) throws IOException {
            super(port, "/ws?role=agent&token=" + TOKEN);
            this.answers = answers;
            this.request = "{\"id\":\"a0000000\",\"action\":\"ping\",\"data\":{\"text\":\"twenty-four bytes of it\"}}"
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < inFlight; i++) {
                ask();
            }
        }

        private void ask() {
            long number = next++;
            for (int at = 14; at > 7; at--) {
                request[at] = (byte) ('0' + number % 10);
                number /= 10;
            }
            send(request, request.length);
        }

        @Override
        void received(byte[] array, int from, int to) {
            answers.incrementAndGet();
            ask();
        }
    }

    /// Answers each request at once.
    private static final class AnsweringPeer extends Peer {
        private static final int ID_FROM = 7;
        private final byte[] tail;
        private byte[] answer = new byte[64];

        AnsweringPeer(int port, int bytes) throws IOException {
            super(port, "/ws?role=connector&token=" + TOKEN);
            tail = ("\",\"success\":true,\"data\":\"" + "x".repeat(bytes) + "\"}").getBytes(StandardCharsets.US_ASCII);
            answer = Arrays.copyOf("{\"id\":\"".getBytes(StandardCharsets.US_ASCII), 128 + tail.length);
        }

        @Override
        void received(byte[] array, int from, int to) {
            int idEnd = from + ID_FROM;
            while (array[idEnd] != '"') {
                idEnd++;
            }
            int id = idEnd - from - ID_FROM;
            System.arraycopy(array, from + ID_FROM, answer, ID_FROM, id);
            System.arraycopy(tail, 0, answer, ID_FROM + id, tail.length);
            send(answer, ID_FROM + id + tail.length);
        }
    }

    /// The servers' processes, on a core of their own where the system allows to say so.
    private static final class Servers implements AutoCloseable {
        private final List<Server> running = new ArrayList<>();
        private final Path home;

        Servers() throws IOException {
            home = Files.createTempDirectory("relayhub-bench");
        }

        Server start(String name, List<String> command) throws IOException {
            List<String> pinned = new ArrayList<>(
                    Path.of("/usr/bin/taskset").toFile().canExecute() ? List.of("taskset", "-c", "0") : List.of());
            pinned.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(pinned).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment()
                    .putAll(Map.of(
                            "MTOP_DEVTOOLS_TOKEN",
                            TOKEN,
                            "SERVER_ADDRESS",
                            "127.0.0.1",
                            "CLOUD_SERVER_HOST",
                            "127.0.0.1",
                            "RELAYHUB_HOME",
                            home.toString(),
                            "JAVA_HOME",
                            System.getProperty("java.home")));
            Process process = builder.start();
            var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains("Ready: ws://")) {
                    Thread.ofPlatform().daemon().start(() -> output.lines().forEach(ignored -> {}));
                    var server = new Server(name, process, Integer.parseInt(line.replaceAll(".*:(\\d+)/ws.*", "$1")));
                    running.add(server);
                    return server;
                }
            }
            process.destroy();
            throw new IOException(name + " did not start");
        }

        @Override
        public void close() {
            for (Server server : running) {
                server.process().destroy();
                server.process().onExit().join();
            }
        }
    }
}
