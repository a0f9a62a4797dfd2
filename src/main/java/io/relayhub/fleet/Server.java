package io.relayhub.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.fleet.codec.Label;
import io.relayhub.fleet.codec.PictureWriter;
import io.relayhub.fleet.codec.Report;
import io.relayhub.fleet.history.History;
import io.relayhub.fleet.roster.ConfiguredServer;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Message;
import io.relayhub.topics.Topic;
import io.relayhub.topics.Topics;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One configured server: who reports for it, its last report as viewers get it, and its history.
///
/// Any thread; the lock is held for the work of one report at most, and never while something is sent.
final class Server {
    /// Its last report, ready for viewers.
    ///
    /// @param entry      of the envelope, without its end
    /// @param reportedAt nanoseconds of the transport's clock
    /// @param bytes      that it takes, its document included
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Picture(byte[] entry, long reportedAt, int bytes) {}

    private static final long LARGEST_DIFFERENCE_SECONDS = 300;
    /// Beyond which a report is kept without what takes the most room.
    private static final int LARGEST_PICTURE = 32 * 1024;

    private final Topics documents;
    private final Topic topic;
    private final Kept kept;
    private final Complaints complaints;

    private final String id;
    private volatile @Nullable Picture picture;

    @GuardedBy("this")
    private ConfiguredServer configured;

    @GuardedBy("this")
    private @Nullable Report report;

    @GuardedBy("this")
    private long reportedSecond;

    @GuardedBy("this")
    private @Nullable ReportConversation reporter;

    @GuardedBy("this")
    private History history;

    @GuardedBy("this")
    private boolean gone;

    /// Whether its last change that was told was that it is on-line. Of the ticker.
    private boolean toldOnline;

    /// Of the ticker.
    private boolean differs;

    /// Of the ticker.
    private long differsSince;

    /// What all pictures may take together.
    ///
    /// @param bytes that they take now
    /// @param limit in bytes
    record Kept(AtomicLong bytes, long limit) {
        boolean hasRoomFor(long more) {
            return bytes.get() + more <= limit;
        }
    }

    /// @param step of the history, in seconds
    Server(ConfiguredServer configured, Topics documents, Kept kept, FleetListener listener, int step) {
        this.id = configured.id();
        this.configured = configured;
        this.documents = documents;
        this.topic = documents.open();
        this.kept = kept;
        this.complaints = new Complaints(configured.id(), listener);
        this.history = new History(step);
    }

    String id() {
        return id;
    }

    Complaints complaints() {
        return complaints;
    }

    /// Null while it has never reported.
    @Nullable
    Picture picture() {
        return picture;
    }

    /// Lets this conversation report for the server from now on; the one before is closed.
    ///
    /// @return false when the server is no longer configured
    boolean attach(ReportConversation next) {
        ReportConversation before;
        synchronized (this) {
            if (gone) {
                return false;
            }
            before = reporter;
            reporter = next;
        }
        if (before != null) {
            before.session().close(Closing.because(CloseReason.REPLACED));
        }
        return true;
    }

    /// The conversation is over; nothing happens when another has taken its place.
    synchronized void detach(ReportConversation one) {
        if (isReporter(one)) {
            reporter = null;
        }
    }

    /// Who reports for it now.
    synchronized @Nullable ReportConversation reporter() {
        return reporter;
    }

    /// Takes a report, unless another conversation reports for the server by now.
    ///
    /// @param now    nanoseconds of the transport's clock
    /// @param second Unix time of the hub's clock
    boolean take(ReportConversation from, Report next, long now, long second) {
        synchronized (this) {
            if (gone || !isReporter(from)) {
                return false;
            }
            report = next;
            reportedSecond = second;
            history.add(second, next);
            show(now);
        }
        documents.announce(topic);
        return true;
    }

    /// The configuration says something else of it now.
    void configure(ConfiguredServer next) {
        synchronized (this) {
            if (next.equals(configured)) {
                return;
            }
            ConfiguredServer before = configured;
            configured = next;
            Picture last = picture;
            if (last != null) {
                show(last.reportedAt());
            }
            if (before.secret().equals(next.secret())) {
                return;
            }
        }
        disconnect();
    }

    /// It is no longer configured.
    void leave() {
        synchronized (this) {
            gone = true;
            Picture last = picture;
            picture = null;
            report = null;
            if (last != null) {
                kept.bytes().addAndGet(-last.bytes());
            }
            documents.close(topic);
        }
        disconnect();
    }

    private void disconnect() {
        ReportConversation last = reporter();
        if (last != null) {
            last.session().close(Closing.because(CloseReason.TOKEN_REVOKED));
        }
    }

    /// Keeps the history in other steps.
    synchronized void historyIn(int step) {
        if (history.step() != step) {
            history = history.in(step);
        }
    }

    /// A number of the last report: cpu, memory, disk, in, out; NaN where there is none.
    synchronized double last(int column) {
        Report last = report;
        if (last == null) {
            return Double.NaN;
        }
        return switch (column) {
            case 0 -> last.cpu().percent();
            case 1 -> last.memory().percent();
            case 2 -> last.storage().percent();
            case 3 -> last.network().in();
            default -> last.network().out();
        };
    }

    /// Lets somebody read the history; to be quick.
    synchronized <T> T read(Function<History, T> reader) {
        return reader.apply(history);
    }

    boolean isOnline(long now, long offlineAfterNanos) {
        Picture last = picture;
        return last != null && now - last.reportedAt() <= offlineAfterNanos;
    }

    /// Whether it has been on-line, or off-line, for the whole grace, and this has not been told. Called by the ticker.
    ///
    /// @return null when there is nothing to tell, else whether it is on-line
    @Nullable
    Boolean change(boolean isOnline, long now, long graceNanos) {
        if (isOnline == toldOnline) {
            differs = false;
            return null;
        }
        if (!differs) {
            differs = true;
            differsSince = now;
            return null;
        }
        if (now - differsSince < graceNanos) {
            return null;
        }
        differs = false;
        toldOnline = isOnline;
        return isOnline;
    }

    /// Makes the picture anew.
    @GuardedBy("this")
    private void show(long reportedAt) {
        Report last = report;
        if (last == null) {
            return;
        }
        Picture before = picture;
        long gained = before == null ? 0 : before.bytes();
        long timestamp = timestamp(last.timestamp(), reportedSecond);
        Label label = label(configured, last);
        byte[] entry = PictureWriter.entry(label, last, reportedSecond);
        byte[] document = PictureWriter.document(label, last, timestamp);
        if (entry.length + document.length > LARGEST_PICTURE
                || !kept.hasRoomFor(entry.length + document.length - gained)) {
            entry = PictureWriter.entry(label, last.lean(), reportedSecond);
            document = PictureWriter.document(label, last.lean(), timestamp);
            report = last.lean();
        }
        Picture next = new Picture(entry, reportedAt, entry.length + document.length);
        kept.bytes().addAndGet(next.bytes() - gained);
        picture = next;
        documents.renew(topic, Message.text(document));
    }

    private static Label label(ConfiguredServer configured, Report report) {
        String name = first(configured.name(), report.name(), configured.id());
        String country = report.country().toUpperCase(Locale.ROOT);
        return new Label(
                configured.id(),
                name,
                first(configured.group(), report.group(), "DEFAULT"),
                first(configured.country(), ConfiguredServer.isCountry(country) ? country : "", ""));
    }

    private static String first(String one, String other, String last) {
        return !one.isEmpty() ? one : !other.isEmpty() ? other : last;
    }

    /// The sender's, unless its clock is wrong.
    private static long timestamp(double said, long second) {
        return Math.abs(said - second) <= LARGEST_DIFFERENCE_SECONDS ? (long) said : second;
    }

    /// Each conversation is one object.
    @GuardedBy("this")
    @SuppressWarnings("ReferenceEquality")
    private boolean isReporter(ReportConversation one) {
        return reporter == one;
    }
}
