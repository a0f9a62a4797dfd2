package io.relayhub.link.line;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Conversation;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.link.Utf8;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One peer's lines: cut from its messages, kept within the limits, and given to the dialect that they belong to.
///
/// Confined to the transport's serial calls, but for [#check].
final class LineReader implements Conversation, Lines.Listener {
    private final LinePath path;
    private final Session session;
    private final LineConversation first;
    private final Lines lines;
    private final Offences malformed;
    /// The conversations that this peer has in the other dialects.
    private @Nullable Map<LineDialect, LineConversation> beside;

    /// The time of the call that is under way.
    private long now;

    private boolean over;
    /// Whether the path looks after an unfinished line.
    private boolean watched;
    /// Confined to the ticker.
    private boolean overdue;

    LineReader(LinePath path, Session session, LineConversation first, long now) {
        LineRules rules = path.rules();
        this.path = path;
        this.session = session;
        this.first = first;
        this.lines = new Lines(path.scans(path.first()), rules.maxBytes(), path.budget());
        this.malformed = new Offences(rules.malformedPerMinute(), now);
    }

    @Override
    public void onMessage(Message message, long at) {
        if (over) {
            return;
        }
        now = at;
        // Text has been checked when it arrives.
        if (message.kind() == Message.Kind.BINARY
                && !Utf8.isValid(message.array(), message.offset(), message.length())) {
            expel(CloseReason.NOT_UTF8);
            return;
        }
        lines.accept(message, now, this);
        if (over) {
            lines.clear();
        }
        if (lines.isUnfinished() != watched) {
            watched = !watched;
            path.watch(this, watched);
        }
    }

    @Override
    public Next onLine(Envelope line) {
        LineDialect dialect = path.byType().isEmpty() ? null : otherDialect(line);
        Next next = dialect == null ? first.onLine(line, now) : hearBeside(dialect, line);
        over |= next == Next.STOP;
        return next;
    }

    private @Nullable LineDialect otherDialect(Envelope line) {
        Member type = path.first().members().type();
        String word = type == null ? null : line.text(type);
        return word == null ? null : path.byType().get(word);
    }

    /// The other dialect's members are not the first one's, so the line is scanned again for them.
    private Next hearBeside(LineDialect dialect, Envelope line) {
        if (beside == null) {
            beside = new LinkedHashMap<>();
        }
        LineConversation conversation = beside.computeIfAbsent(dialect, opened -> opened.open(session, now));
        Scans.Scan scan = path.scans(dialect).take();
        try {
            scan.scan(line.array(), line.from(), line.to());
            return conversation.onLine(scan.envelope(), now);
        } finally {
            scan.done();
        }
    }

    @Override
    public Next onMalformed(String problem) {
        if (malformed.tooMany(now)) {
            expel(CloseReason.TOO_MANY_ERRORS);
        } else {
            first.onMalformed(problem, now);
        }
        return over ? Next.STOP : Next.GO_ON;
    }

    @Override
    public void onTooLarge() {
        expel(CloseReason.MESSAGE_TOO_LARGE);
    }

    @Override
    public void onNoMemory() {
        expel(CloseReason.SERVER_BUSY);
    }

    private void expel(CloseReason reason) {
        over = true;
        lines.clear();
        first.onExpelled(reason, now);
        session.close(path.closing(reason));
    }

    /// Called by the ticker: a line must be finished in its time.
    void check(long at) {
        if (!overdue && lines.isOverdue(at, path.rules().timeout().toNanos())) {
            overdue = true;
            first.onOverdue();
            session.close(path.closing(CloseReason.MESSAGE_TIMEOUT));
        }
    }

    @Override
    public void onClosed(long at) {
        path.watch(this, false);
        over = true;
        lines.clear();
        first.onClosed(at);
        if (beside != null) {
            beside.values().forEach(other -> other.onClosed(at));
        }
    }
}
