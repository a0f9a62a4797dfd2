package io.relayhub.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.fleet.codec.Answers;
import io.relayhub.fleet.codec.Event;
import io.relayhub.fleet.codec.HistoryPage;
import io.relayhub.fleet.codec.Report;
import io.relayhub.fleet.codec.ReportReader;
import io.relayhub.fleet.history.History;
import io.relayhub.fleet.history.HistoryQuery;
import io.relayhub.fleet.roster.ConfiguredServer;
import io.relayhub.fleet.roster.Roster;
import io.relayhub.link.Authenticator;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Dialect;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.topics.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// All servers and all who watch them (docs/fleet.md). The dialect of `/ws-report` is [#reports], that of
/// `/ws-frontend` [#viewers]; whose reports count is up to the [Roster] of the moment.
///
/// Any thread. Times called `now` are nanoseconds of the transport's clock.
public final class Fleet {
    private static final long LATE = Duration.ofSeconds(5).toNanos();

    private final FleetSettings settings;
    private final long offlineAfterNanos;
    private final FleetListener listener;
    private final InstantSource clock;
    private final ReportReader reader = new ReportReader();
    private final Topics documents = new Topics();
    private final Pictures pictures;
    private final Server.Kept kept;
    private final Map<String, Server> servers = new ConcurrentSkipListMap<>();
    private final EventLog events = new EventLog();
    private final Dialect reports = new Reports();
    private final Dialect viewers = this::view;
    private volatile Runnable whenConfigured = () -> {};
    private volatile Roster roster = Roster.of(List.of());

    @GuardedBy("this")
    private int step;

    /// Of the ticker.
    private long lastSecond;

    /// @param clock for what people see, such as when a report came
    public Fleet(FleetSettings settings, Roster roster, FleetListener listener, InstantSource clock, long now) {
        this.settings = settings;
        this.offlineAfterNanos = settings.offlineAfter().toNanos();
        this.listener = listener;
        this.clock = clock;
        this.kept = new Server.Kept(new AtomicLong(), settings.pictureBudget());
        this.pictures = new Pictures(moment -> Envelope.update(servers.values(), moment, offlineAfterNanos, second()));
        this.lastSecond = now;
        this.step = (int) settings.historyStep().toSeconds();
        configure(roster);
    }

    /// Replaces the list of servers: those that are no longer in it are disconnected and forgotten, those with another
    /// secret are disconnected.
    public void configure(Roster next) {
        List<Server> removed = new ArrayList<>();
        int added = 0;
        synchronized (this) {
            roster = next;
            step = stepFor(next.size());
            servers.values().removeIf(server -> {
                boolean isGone = next.get(server.id()) == null;
                if (isGone) {
                    removed.add(server);
                }
                return isGone;
            });
            for (ConfiguredServer configured : next.servers()) {
                Server known = servers.get(configured.id());
                if (known == null) {
                    servers.put(configured.id(), new Server(configured, documents, kept, listener, step));
                    added++;
                } else {
                    known.configure(configured);
                    known.historyIn(step);
                }
            }
        }
        removed.forEach(Server::leave);
        pictures.change();
        listener.configured(next.size(), added, removed.size());
        whenConfigured.run();
    }

    /// Calls this after each new list of servers, on the thread that brought it.
    public void onConfigured(Runnable action) {
        whenConfigured = action;
    }

    /// Who may report at this moment.
    public Authenticator reporters() {
        return credential -> roster.authenticate(credential);
    }

    /// The dialect of those who report.
    public Dialect reports() {
        return reports;
    }

    /// The dialect of those who watch.
    public Dialect viewers() {
        return viewers;
    }

    /// The body of `/api/server/statusInfo`.
    public byte[] statusInfo(long now) {
        return Envelope.statusInfo(servers.values(), now, offlineAfterNanos);
    }

    /// The body of `/api/statistics`.
    public byte[] statistics() {
        List<String> connected = new ArrayList<>();
        int reported = 0;
        for (Map.Entry<String, Server> entry : servers.entrySet()) {
            if (entry.getValue().reporter() != null) {
                connected.add(entry.getKey());
            }
            if (entry.getValue().picture() != null) {
                reported++;
            }
        }
        return Answers.statistics(connected, reported, servers.size());
    }

    /// What has happened last, the oldest first.
    public List<Event> events() {
        return events.all();
    }

    /// A part of a server's history.
    ///
    /// @param asked what is wanted
    /// @return null when there is no such server
    public @Nullable HistoryPage history(String id, HistoryQuery asked) {
        Server server = servers.get(id);
        return server == null ? null : server.read(history -> asked.answer(id, history, second()));
    }

    /// How many servers are in which state at this moment.
    public FleetStats stats(long now) {
        int online = 0;
        int offline = 0;
        int silent = 0;
        for (Server server : servers.values()) {
            if (server.picture() == null) {
                silent++;
            } else if (server.isOnline(now, offlineAfterNanos)) {
                online++;
            } else {
                offline++;
            }
        }
        return new FleetStats(
                online,
                offline,
                silent,
                pictures.topics().subscribers() + documents.subscribers(),
                kept.bytes().get());
    }

    /// The last numbers of one server, for its meters: cpu, memory, disk, in, out; NaN where there is none.
    public double last(String id, int column) {
        Server server = servers.get(id);
        return server == null ? Double.NaN : server.last(column);
    }

    /// By their ids.
    public Collection<ConfiguredServer> configured() {
        return roster.servers();
    }

    ReportReader reader() {
        return reader;
    }

    void take(Server server, ReportConversation from, Report report, long now) {
        if (server.take(from, report, now, second())) {
            pictures.change();
            listener.reported();
        }
    }

    private long second() {
        return clock.instant().getEpochSecond();
    }

    /// So that all histories fit into their budget.
    private int stepFor(int count) {
        long wanted = settings.historyStep().toSeconds();
        long budget = Math.max(1, settings.historyBudget());
        long needed = (long) History.SECONDS * History.BYTES_A_POINT * count;
        long coarser = (needed + budget * wanted - 1) / (budget * wanted);
        return (int) Math.min(wanted * Math.max(1, coarser), History.SECONDS);
    }

    private Conversation view(Session session, long now) {
        session.decided("VIEWER");
        ViewerChoice choice = ViewerChoice.of(session.parameters());
        if (choice == null) {
            session.close(new Closing(CloseReason.PROTOCOL_VIOLATION, "parameter=unknown"));
            return Silence.CONVERSATION;
        }
        return switch (choice.format()) {
            case ENVELOPE ->
                new ViewerConversation(
                        session,
                        pictures.topics(),
                        pictures.subscribe(session, choice.intervalNanos(), now),
                        clock,
                        now);
            case DOCUMENT ->
                new ViewerConversation(
                        session, documents, documents.subscribe(session, choice.intervalNanos(), now), clock, now);
        };
    }

    private void onSecond(long now, boolean late) {
        for (Map.Entry<String, Server> entry : servers.entrySet()) {
            Server server = entry.getValue();
            ReportConversation reporter = server.reporter();
            if (reporter != null) {
                if (late) {
                    reporter.excuse(now);
                } else if (now - reporter.lastHeard() >= FleetSettings.SILENCE.toNanos()) {
                    reporter.session().close(Closing.because(CloseReason.HEARTBEAT_TIMEOUT));
                }
            }
            Boolean change = server.change(server.isOnline(now, offlineAfterNanos), now, FleetSettings.GRACE.toNanos());
            if (change != null) {
                events.add(new Event(second(), entry.getKey(), change));
                listener.changed(entry.getKey(), change);
            }
        }
        pictures.push(now);
    }

    private final class Reports implements Dialect {
        @Override
        public Conversation open(Session session, long now) {
            session.decided("REPORTER");
            Server server = servers.get(session.identity().name());
            if (server != null) {
                ReportConversation conversation = new ReportConversation(Fleet.this, server, session, now);
                if (server.attach(conversation)) {
                    return conversation;
                }
            }
            // Removed between the handshake's answer and now.
            session.close(Closing.because(CloseReason.TOKEN_REVOKED));
            return Silence.CONVERSATION;
        }

        @Override
        public void onTick(long now) {
            documents.onTick(now);
            pictures.topics().onTick(now);
            long since = now - lastSecond;
            if (since >= FleetSettings.PUSH.toNanos()) {
                // By the clock, not by the ticks: a late one does not put off the next.
                lastSecond =
                        since >= 2 * FleetSettings.PUSH.toNanos() ? now : lastSecond + FleetSettings.PUSH.toNanos();
                onSecond(now, since >= LATE);
            }
        }
    }

    /// Of a session that is being closed.
    private enum Silence implements Conversation {
        CONVERSATION;

        @Override
        public void onMessage(Message message, long now) {}

        @Override
        public void onClosed(long now) {}
    }
}
