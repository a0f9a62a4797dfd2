package io.relayhub.bench;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// One run: connects everybody, lets them warm up, measures, and ends everything it began.
public final class LoadRun {
    private static final int HANDSHAKES_AT_ONCE = 32;
    private static final Duration WELCOME = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
    private static final Duration GOODBYES = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final int MOST_IN_FLIGHT = 100_000;

    /// Hears every second how it goes; on the thread that runs it.
    public interface Listener {
        /// Everybody is connected.
        void connected();

        /// @param elapsed  of the warm-up or of the measurement
        /// @param answers  of about the last second, a second
        /// @param p50      of these, in microseconds; p99 likewise
        void second(boolean isWarmUp, Duration elapsed, double answers, double p50, double p99);
    }

    private final Load load;
    private final Listener listener;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Tally tally = new Tally(ended::countDown);
    private final Queue<Peer> peers = new ConcurrentLinkedQueue<>();
    private final List<Agent> agents = new ArrayList<>();
    private volatile boolean isPacing = true;

    public LoadRun(Load load, Listener listener) {
        this.load = load;
        this.listener = listener;
    }

    /// Lets [#run] return soon with what there is; from any thread.
    public void stop() {
        ended.countDown();
    }

    /// @throws BenchException when there is nothing to measure; a sentence for whoever asked
    public Outcome run() throws BenchException, InterruptedException {
        try {
            Upgrade upgrade = Upgrade.to(load);
            connect(upgrade);
            listener.connected();
            start();
            return measure(upgrade.isToThisMachine());
        } finally {
            isPacing = false;
            Thread goodbyes = Thread.ofVirtual().start(() -> peers.forEach(Peer::sayGoodbye));
            goodbyes.join(GOODBYES);
            peers.forEach(Peer::close);
        }
    }

    private void connect(Upgrade upgrade) throws BenchException, InterruptedException {
        String run = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        var messages = new Messages(run, load.requestBytes(), load.answerBytes());
        var welcome = new CountDownLatch(load.connectors());
        List<AnsweringConnector> connectors = open(
                upgrade, "", load.connectors(), socket -> new AnsweringConnector(socket, messages, tally, welcome));
        for (int i = 0; i < connectors.size(); i++) {
            connectors.get(i).sayHello(i, MOST_IN_FLIGHT);
            Thread.ofVirtual().start(connectors.get(i)::listen);
        }
        if (!welcome.await(WELCOME.toSeconds(), TimeUnit.SECONDS)) {
            throw new BenchException(
                    tally.lost() > 0
                            ? "A connector's connection was lost: " + tally.whyLost() + "."
                            : "What is there did not welcome a connector within " + WELCOME.toSeconds()
                                    + " s: it is no relayhub.");
        }
        for (Peer idle : open(upgrade, "agent", load.idle(), socket -> new Peer.Idle(socket, tally))) {
            Thread.ofVirtual().start(idle::listen);
        }
        agents.addAll(open(upgrade, "agent", load.agents(), socket -> new Agent(socket, load, messages, tally)));
    }

    private interface Role<P extends Peer> {
        P play(Socket socket) throws BenchException;
    }

    private <P extends Peer> List<P> open(Upgrade upgrade, String role, int count, Role<P> part)
            throws BenchException, InterruptedException {
        Callable<P> one = () -> {
            P peer = part.play(upgrade.open(role));
            peers.add(peer);
            return peer;
        };
        List<P> opened = new ArrayList<>();
        try (ExecutorService handshakes = Executors.newFixedThreadPool(
                HANDSHAKES_AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<P>> begun = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                begun.add(handshakes.submit(one));
            }
            try {
                for (Future<P> peer : begun) {
                    opened.add(peer.get());
                }
            } catch (ExecutionException e) {
                handshakes.shutdownNow();
                if (e.getCause() instanceof BenchException known) {
                    throw known;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return opened;
    }

    private void start() {
        for (Agent agent : agents) {
            agent.fillWindow();
            Thread.ofVirtual().start(agent::listen);
        }
        if (load.isOpenLoop()) {
            Thread.ofPlatform().daemon().name("pace").start(this::keepPace);
        }
    }

    private void keepPace() {
        var pace = new Pace(System.nanoTime(), load.rate());
        for (long number = 0; isPacing; number++) {
            long due = pace.dueAt(number);
            for (long wait = due - System.nanoTime(); wait > 0 && isPacing; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(Math.min(wait, LOOK_AGAIN.toNanos()));
            }
            if (Pace.isLate(due, System.nanoTime())) {
                tally.late();
            }
            agents.get((int) (number % agents.size())).ask(due);
        }
    }

    private Outcome measure(boolean isLocal) throws BenchException, InterruptedException {
        pass(load.warmUp(), true);
        tally.count();
        var use = new ProcessorUse();
        long start = System.nanoTime();
        Histogram all = pass(load.time(), false);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        tally.stopCounting();
        double own = use.own();
        double ofAll = use.ofAll();
        boolean isWhole = time.compareTo(load.time()) >= 0;
        int unanswered = awaitLastAnswers();
        all.add(tally.interval());
        if (tally.isForeign()) {
            throw new BenchException("An answer came that none of this run's connectors gave: what is there does not"
                    + " choose connectors by labels, so the run was ended before it asks somebody's real connector.");
        }
        return new Outcome(
                load,
                time,
                all,
                tally.answers(),
                tally.bytes(),
                tally.errors(),
                tally.lateSends(),
                tally.unsentRequests(),
                unanswered,
                tally.strays(),
                tally.lost(),
                tally.whyLost(),
                own,
                ofAll,
                isLocal,
                isWhole);
    }

    /// Lets time pass, and tells of each second.
    ///
    /// @return the latencies meanwhile
    private Histogram pass(Duration time, boolean isWarmUp) throws InterruptedException {
        Histogram all = Tally.noLatencies();
        long begin = System.nanoTime();
        long now = begin;
        while (ended.getCount() > 0
                && now - begin < time.toNanos()
                && !agents.stream().allMatch(Peer::isClosed)) {
            long before = now;
            long left = time.toNanos() - (before - begin);
            boolean _ = ended.await(Math.min(left, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
            now = System.nanoTime();
            Histogram interval = tally.interval();
            all.add(interval);
            listener.second(
                    isWarmUp,
                    Duration.ofNanos(now - begin),
                    interval.getTotalCount() * 1e9 / (now - before),
                    interval.getValueAtPercentile(50) / 1_000.0,
                    interval.getValueAtPercentile(99) / 1_000.0);
        }
        return all;
    }

    /// Requests that were sent in time belong to the measurement, however late their answers are.
    private int awaitLastAnswers() throws InterruptedException {
        isPacing = false;
        agents.forEach(Agent::stopAsking);
        long end = System.nanoTime() + LAST_ANSWERS.toNanos();
        int open = openRequests();
        while (open > 0 && System.nanoTime() < end && tally.lost() == 0) {
            Thread.sleep(LOOK_AGAIN);
            open = openRequests();
        }
        return open;
    }

    private int openRequests() {
        return agents.stream().mapToInt(Agent::openRequests).sum();
    }
}
