package io.relayhub.websocket;

import io.relayhub.link.Conversation;
import io.relayhub.link.Message;

/// A dialect with a bug.
record Broken() implements Conversation {
    @Override
    public void onMessage(Message message, long now) {
        throw new IllegalStateException("a bug");
    }

    @Override
    public void onClosed(long now) {}
}
