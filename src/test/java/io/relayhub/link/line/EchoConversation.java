package io.relayhub.link.line;

import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Session;
import io.relayhub.link.json.Envelope;
import java.nio.charset.StandardCharsets;

/// The second file of [EchoDialect]: one peer of it.
final class EchoConversation implements LineConversation {
    private static final byte[] HEAD = "{\"type\":\"echoed\",\"value\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = {'}', '\n'};

    private final Session session;
    private final Pieces pieces = new Pieces();

    EchoConversation(Session session) {
        this.session = session;
    }

    @Override
    public Next onLine(Envelope line, long now) {
        if (line.has(EchoDialect.Field.VALUE)) {
            pieces.clear()
                    .add(HEAD)
                    .add(line.array(), line.valueFrom(EchoDialect.Field.VALUE), line.valueTo(EchoDialect.Field.VALUE))
                    .add(TAIL);
            session.send(Message.Kind.TEXT, pieces);
            pieces.clear();
        }
        return Next.GO_ON;
    }

    @Override
    public void onClosed(long now) {
        // Nothing is kept.
    }
}
