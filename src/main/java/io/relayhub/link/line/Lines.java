package io.relayhub.link.line;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Message;
import io.relayhub.link.json.Blanks;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonScanner;

/// Lines out of messages (docs/protocol.md, "Framing"): several lines in a message, a line over several messages,
/// an object without its final line feed. Keeps the unfinished line and nothing else between messages. Confined to
/// its conversation, but for [#isOverdue].
public final class Lines {
    /// Told what the lines hold, in their order.
    public interface Listener {
        /// @param line one object; valid until this method returns
        Next onLine(Envelope line);

        /// A line that is not one JSON object.
        ///
        /// @param problem the rest of a sentence; never a part of the message
        Next onMalformed(String problem);

        /// A line over the limit. What follows is not looked at.
        void onTooLarge();

        /// A line has begun or gone on, and the budget has no memory to keep it. What follows is not looked at.
        void onNoMemory();
    }

    private static final long NONE = Long.MIN_VALUE;

    private final Scans scans;
    private final LineBuffer line;

    /// When the unfinished line began; read by the ticker.
    private volatile long unfinishedSince = NONE;

    /// @param limit  the longest line in bytes, its line feed not counted
    /// @param budget for unfinished lines
    public Lines(Scans scans, int limit, AssemblyBudget budget) {
        this.scans = scans;
        this.line = new LineBuffer(limit + 1, budget);
    }

    public void accept(Message message, long now, Listener listener) {
        byte[] array = message.array();
        int to = message.offset() + message.length();
        Scans.Scan scan = scans.take();
        try {
            int at = line.isEmpty() ? message.offset() : finishLine(scan, array, message.offset(), to, listener);
            while (at < to) {
                at = next(scan, array, at, to, now, listener);
            }
        } finally {
            scan.done();
        }
    }

    /// The message has ended whose parts were given one by one: what it holds may be an object without a line feed.
    public void endMessage(Listener listener) {
        if (line.isEmpty()) {
            return;
        }
        Scans.Scan scan = scans.take();
        try {
            if (scan.scan(line.array(), 0, line.length()) > 0) {
                unfinishedSince = NONE;
                try {
                    hear(scan, line.array(), line.length(), listener);
                } finally {
                    line.clear();
                }
            }
        } finally {
            scan.done();
        }
    }

    /// Whether a line has begun that is not finished.
    boolean isUnfinished() {
        return unfinishedSince != NONE;
    }

    /// Whether an unfinished line is older than this. For any thread.
    public boolean isOverdue(long now, long nanos) {
        long since = unfinishedSince;
        return since != NONE && now - since >= nanos;
    }

    /// Forgets the unfinished line.
    public void clear() {
        line.clear();
        unfinishedSince = NONE;
    }

    /// Continues the line that earlier messages began.
    ///
    /// @return behind what belongs to it; `to` where nothing more is to be looked at
    private int finishLine(Scans.Scan scan, byte[] array, int from, int to, Listener listener) {
        int end = endOfLine(array, from, to);
        if (end - from > line.room()) {
            clear();
            listener.onTooLarge();
            return to;
        }
        if (!line.append(array, from, end)) {
            clear();
            listener.onNoMemory();
            return to;
        }
        if (end == to && array[to - 1] != '\n') {
            return to;
        }
        unfinishedSince = NONE;
        try {
            return hear(scan, line.array(), line.length(), listener) == STOPPED ? to : end;
        } finally {
            line.clear();
        }
    }

    /// Takes what stands on a line that is whole.
    private int hear(Scans.Scan scan, byte[] whole, int length, Listener listener) {
        int at = 0;
        while (at < length) {
            at = next(scan, whole, at, length, 0, listener);
        }
        return at;
    }

    private static final int STOPPED = Integer.MAX_VALUE;

    /// Takes the next object, or what stands in the place of one.
    ///
    /// @return behind its line, or [#STOPPED]
    private int next(Scans.Scan scan, byte[] array, int from, int to, long now, Listener listener) {
        int at = Blanks.skip(array, from, to);
        if (at == to) {
            return to;
        }
        int end = scan.scan(array, at, to);
        int endOfLine = endOfLine(array, Math.max(at, end), to);
        boolean ended = array[endOfLine - 1] == '\n';
        Next next;
        if (end == JsonScanner.MALFORMED) {
            next = listener.onMalformed(scan.problem());
        } else if (end != JsonScanner.INCOMPLETE) {
            next = Blanks.only(array, end, endOfLine)
                    ? listener.onLine(scan.envelope())
                    : listener.onMalformed("something follows the object on its line");
        } else if (ended) {
            next = listener.onMalformed("its line ends before it is complete");
        } else {
            next = begin(array, at, to, now, listener);
        }
        return next == Next.GO_ON ? endOfLine : STOPPED;
    }

    private Next begin(byte[] array, int from, int to, long now, Listener listener) {
        if (to - from > line.room()) {
            listener.onTooLarge();
            return Next.STOP;
        }
        if (!line.append(array, from, to)) {
            listener.onNoMemory();
            return Next.STOP;
        }
        unfinishedSince = now;
        return Next.GO_ON;
    }

    /// Behind the next line feed, or `to` where there is none.
    private static int endOfLine(byte[] array, int from, int to) {
        int at = from;
        while (at < to) {
            if (array[at++] == '\n') {
                return at;
            }
        }
        return to;
    }
}
