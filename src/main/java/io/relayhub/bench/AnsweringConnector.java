package io.relayhub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/// One that answers this run's requests at once, and refuses any other.
final class AnsweringConnector extends Peer {
    private static final int EXPECTED = 65_536;
    private static final String WELCOME = "\"welcome\"";

    private final Messages messages;
    private final CountDownLatch welcome;

    /// @param welcome counted down when the hub has heard its hello
    AnsweringConnector(Socket socket, Messages messages, Tally tally, CountDownLatch welcome) throws BenchException {
        super(socket, EXPECTED, tally);
        this.messages = messages;
        this.welcome = welcome;
    }

    /// @param maxInFlight requests that it lets the hub send at once
    void sayHello(int number, int maxInFlight) {
        send(1, messages.hello(number, maxInFlight));
        flush();
    }

    @Override
    public void onMessage(byte[] bytes, int from, int to) {
        int end = Messages.endOfId(bytes, from, to);
        if (end < 0) {
            if (new String(bytes, from, to - from, UTF_8).contains(WELCOME)) {
                welcome.countDown();
            }
            return;
        }
        boolean isOurs = Messages.is(messages.requestTail, bytes, end, to);
        send(messages.head, bytes, Messages.beginOfId(from), end, isOurs ? messages.answerTail : messages.refusalTail);
    }
}
