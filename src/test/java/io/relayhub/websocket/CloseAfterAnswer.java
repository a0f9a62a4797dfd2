package io.relayhub.websocket;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Message;
import io.relayhub.link.Session;

/// Answers with two messages and a close.
record CloseAfterAnswer(Session session) implements Conversation {
    @Override
    public void onMessage(Message message, long now) {
        session.send(Message.text("first"));
        session.send(Message.text("second"));
        session.close(Closing.because(CloseReason.REPLACED));
        if (session.send(Message.text("third")).isQueued()) {
            throw new AssertionError("a closing session takes no message");
        }
    }

    @Override
    public void onClosed(long now) {}
}
