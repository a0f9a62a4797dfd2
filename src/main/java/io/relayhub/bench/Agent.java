package io.relayhub.bench;

import java.net.Socket;

/// One that asks. In a closed loop its own thread sends the next request for each answer; in an open one whoever keeps
/// the pace calls [#ask].
final class Agent extends Peer {
    private static final int EXPECTED = 16_384;

    /// More than any hub's limit of open requests is likely to be.
    private static final int ROOM_IN_OPEN_LOOP = 4_096;

    private static final int LONGEST_NUMBER = 19;

    private final Messages messages;
    private final Tally tally;
    private final int window;
    private final OpenRequests open;

    /// For the thread that asks.
    private final byte[] digits = new byte[LONGEST_NUMBER];

    /// For the thread that keeps the pace.
    private long next;

    private volatile boolean isAsking = true;

    Agent(Socket socket, Load load, Messages messages, Tally tally) throws BenchException {
        super(socket, EXPECTED, tally);
        this.messages = messages;
        this.tally = tally;
        this.window = load.isOpenLoop() ? 0 : load.window();
        this.open = new OpenRequests(load.isOpenLoop() ? ROOM_IN_OPEN_LOOP : window);
    }

    /// Begins the closed loop, before anybody listens.
    void fillWindow() {
        for (int place = 0; place < window; place++) {
            request(place, System.nanoTime());
        }
        flush();
    }

    /// One request of an open loop.
    ///
    /// @param due when it ought to leave, of `System.nanoTime`
    void ask(long due) {
        request(next++, due);
        flush();
    }

    void stopAsking() {
        isAsking = false;
    }

    int openRequests() {
        return open.count();
    }

    private void request(long number, long time) {
        if (!open.open(number, time)) {
            tally.unsent();
            return;
        }
        int from = digits.length;
        long rest = number;
        do {
            digits[--from] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        send(messages.head, digits, from, digits.length, messages.requestTail);
    }

    @Override
    public void onMessage(byte[] bytes, int from, int to) {
        int end = Messages.endOfId(bytes, from, to);
        long number = end < 0 ? -1 : Messages.number(bytes, Messages.beginOfId(from), end);
        long time = number < 0 ? OpenRequests.NONE : open.close(number);
        if (time == OpenRequests.NONE) {
            tally.stray();
            return;
        }
        if (Messages.is(messages.answerTail, bytes, end, to)) {
            tally.answered(now() - time, to - from);
        } else {
            String code = Messages.errorCode(bytes, end, to);
            if (code.isEmpty()) {
                tally.foreign();
                return;
            }
            tally.failed(code);
        }
        if (window > 0 && isAsking) {
            request(number + window, now());
        }
    }
}
