package io.relayhub.link.line;

import io.relayhub.link.Message;
import io.relayhub.link.json.JsonWriter;

/// The signs of life that peers give one another in the application's own words (docs/protocol.md, "Heartbeat").
public enum LifeSign {
    PING("ping"),
    PONG("pong");

    private final String word;

    LifeSign(String word) {
        this.word = word;
    }

    /// The value of `type`.
    public String word() {
        return word;
    }

    /// The line, with its line feed.
    ///
    /// @param epochMillis the sender's clock
    public byte[] line(long epochMillis) {
        return new JsonWriter()
                .member("type", word)
                .member("timestamp", epochMillis)
                .line();
    }

    public Message message(long epochMillis) {
        return Message.text(line(epochMillis));
    }
}
