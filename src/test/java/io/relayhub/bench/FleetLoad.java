package io.relayhub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// What a fleet costs a hub, and how long a report takes to its viewers: a hub in a process of its own, and here
/// servers that report every 5 s and viewers that read. Not a test: prints what it found (docs/fleet.md, "How much").
///
/// Arguments: servers, viewers, `document` or `envelope`, seconds; and options of the hub's Java, such as `-Xmx256m`.
public final class FleetLoad {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();
    private static final byte[] SENT = "\"sent\":".getBytes(UTF_8);
    private static final String REPORT = """
            {"serverId":"x","serverName":"Web Server","group":"production","countryCode":"CN","location":"Beijing, China",\
            "ip":"123.45.67.89","cpu":{"percent":CPU,"cores":8,"modelName":"Intel(R) Xeon(R) CPU E5-2680 v4"},\
            "memory":{"total":16777216000,"used":8388608000,"available":8388608000,"usedPercent":50.0},\
            "disk":[{"path":"/","total":107374182400,"used":53687091200,"free":53687091200,"usedPercent":50.0,\
            "readSpeed":1048576,"writeSpeed":524288},{"path":"/data","total":107374182400,"used":53687091200,\
            "free":53687091200,"usedPercent":50.0,"readSpeed":1048576,"writeSpeed":524288}],\
            "network":{"interfaceName":"eth0","bytesSent":1073741824,"bytesRecv":2147483648,"inSpeed":1048576,\
            "outSpeed":524288},"system":{"hostname":"web-server-1","os":"linux","platform":"ubuntu","arch":"amd64",\
            "kernel":"5.15.0-58-generic","uptime":864000},"timestamp":NOW,"sent":SENT}""";

    private final int port;
    private final AtomicBoolean measuring = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Histogram delays =
            new ConcurrentHistogram(Duration.ofMinutes(1).toNanos(), 3);
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    private FleetLoad(int port) {
        this.port = port;
    }

    public static void main(String[] args) throws Exception {
        int servers = Integer.parseInt(args[0]);
        int viewers = Integer.parseInt(args[1]);
        boolean documents = args[2].equals("document");
        Duration time = Duration.ofSeconds(Long.parseLong(args[3]));
        List<String> options = List.of(args).subList(4, args.length);
        Path home = Files.createTempDirectory("fleet-load");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process hub = hub(home, port, servers, viewers, options);
        try {
            awaitListening(port, hub);
            new FleetLoad(port).run(hub.toHandle(), servers, viewers, documents, time);
        } finally {
            hub.destroy();
            hub.waitFor();
        }
    }

    private static Process hub(Path home, int port, int servers, int viewers, List<String> options) throws IOException {
        StringBuilder list = new StringBuilder("servers:\n");
        for (int i = 0; i < servers; i++) {
            list.append("  - {id: srv-").append(i).append("}\n");
        }
        Path file = Files.writeString(home.resolve("servers.yml"), list);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.relayhub.Main", "start"));
        command.addAll(List.of("--foreground", "--port=" + port));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(home.resolve("hub.log").toFile())
                .redirectErrorStream(true);
        builder.environment().put("RELAYHUB_HOME", home.toString());
        builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
        builder.environment().put("RELAYHUB_MAX_CONNECTIONS", Integer.toString(servers + viewers + 10));
        builder.environment().put("RELAYHUB_FLEET_SERVERS_FILE", file.toString());
        builder.environment().put("RELAYHUB_FLEET_SECRET", "secret");
        builder.environment().put("RELAYHUB_FLEET_PUBLIC", "true");
        return builder.start();
    }

    private static void awaitListening(int port, Process hub) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (hub.isAlive() && System.nanoTime() - end < 0) {
            try {
                RawWebSocket.dial(port, 0).close();
                return;
            } catch (RuntimeException | AssertionError notYet) {
                LockSupport.parkNanos(50_000_000);
            }
        }
        throw new IllegalStateException("the hub did not start");
    }

    private void run(ProcessHandle hub, int servers, int viewers, boolean documents, Duration time)
            throws InterruptedException {
        List<RawWebSocket> reporters = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            reporters.add(RawWebSocket.connect(port, "/ws-report", "X-AUTH-SECRET: secret", "X-SERVER-ID: srv-" + i));
        }
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            var viewer = RawWebSocket.connect(port, "/ws-frontend?format=" + (documents ? "document" : "envelope"));
            readers.add(Thread.ofPlatform().daemon().start(() -> read(viewer, documents)));
        }
        Thread sender = Thread.ofPlatform().daemon().start(() -> report(reporters));
        // Every server has reported, and the compiler has done most of its work.
        Thread.sleep(Duration.ofSeconds(12));
        measuring.set(true);
        Duration before = hub.info().totalCpuDuration().orElseThrow();
        long begun = System.nanoTime();
        Thread.sleep(time);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Duration used = hub.info().totalCpuDuration().orElseThrow().minus(before);
        measuring.set(false);
        over.set(true);
        System.out.printf(
                Locale.ROOT,
                "%d servers, %d viewers (%s): %.1f %% of one core, %.0f messages/s and %.1f MB/s to viewers%n",
                servers,
                viewers,
                documents ? "document" : "envelope",
                100 * used.toNanos() / 1e9 / seconds,
                messages.sum() / seconds,
                bytes.sum() / seconds / 1e6);
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                documents ? "from a report's sending to its viewer" : "from the end of one picture to that of the next",
                delays.getValueAtPercentile(50) / 1e6,
                delays.getValueAtPercentile(90) / 1e6,
                delays.getValueAtPercentile(99) / 1e6,
                delays.getMaxValue() / 1e6);
        sender.interrupt();
        readers.forEach(Thread::interrupt);
    }

    /// Each in its turn, so that all of them have had theirs after 5 s.
    private void report(List<RawWebSocket> reporters) {
        long begun = System.nanoTime();
        for (long n = 0; !over.get(); n++) {
            long due = begun + n * INTERVAL_NANOS / reporters.size();
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            reporters
                    .get((int) (n % reporters.size()))
                    .text(REPORT.replace("CPU,", n % 100 + ",")
                            .replace("NOW", Long.toString(System.currentTimeMillis() / 1000))
                            .replace("SENT", Long.toString(System.nanoTime())));
        }
    }

    private void read(RawWebSocket viewer, boolean documents) {
        long last = System.nanoTime();
        while (!over.get()) {
            Frames.Frame frame = viewer.read();
            long now = System.nanoTime();
            if (frame.opCode() == Frames.PING) {
                viewer.send(0x80 | Frames.PONG, frame.payload());
            } else if (measuring.get()) {
                messages.increment();
                bytes.add(frame.payload().length);
                long sent = documents ? sent(frame.payload()) : last;
                delays.recordValue(Math.clamp(now - sent, 0, delays.getHighestTrackableValue()));
            }
            last = now;
        }
    }

    /// The number behind [#SENT], which is the last member.
    private static long sent(byte[] message) {
        int at = message.length - SENT.length;
        while (at > 0 && !starts(message, at)) {
            at--;
        }
        long number = 0;
        for (int i = at + SENT.length; i < message.length && message[i] >= '0' && message[i] <= '9'; i++) {
            number = 10 * number + message[i] - '0';
        }
        return number;
    }

    private static boolean starts(byte[] message, int at) {
        for (int i = 0; i < SENT.length; i++) {
            if (message[at + i] != SENT[i]) {
                return false;
            }
        }
        return true;
    }
}
