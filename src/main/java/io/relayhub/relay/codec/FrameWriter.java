package io.relayhub.relay.codec;

import io.relayhub.link.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// What the hub sends: passing messages on with another id in them, and its own few. Every message ends with a line
/// feed.
public final class FrameWriter {
    private FrameWriter() {}

    /// The message with the hub's id in place of the agent's.
    public static Message towardsConnector(Envelope envelope, HubId ids, long number) {
        return withId(envelope, ids.token(number), null);
    }

    /// The message with the agent's own id in place of the hub's.
    ///
    /// @param versionWarning added as the last member; null for none
    public static Message towardsAgent(Envelope envelope, RequestId id, @Nullable String versionWarning) {
        return withId(envelope, id.token(), versionWarning);
    }

    /// Copies the message once, with the id's value replaced. All other bytes stay as they are, but for line feeds
    /// between tokens, which become spaces: a receiver splits what it gets at line feeds.
    private static Message withId(Envelope envelope, byte[] id, @Nullable String versionWarning) {
        byte[] array = envelope.array();
        int from = envelope.from();
        int idFrom = envelope.valueFrom(Field.ID);
        int idTo = envelope.valueTo(Field.ID);
        byte[] warning = versionWarning == null ? NOTHING : member("versionWarning", versionWarning);
        int head = idFrom - from;
        int tail = envelope.to() - idTo;
        byte[] line = new byte[head + id.length + tail + warning.length + 1];
        System.arraycopy(array, from, line, 0, head);
        System.arraycopy(id, 0, line, head, id.length);
        System.arraycopy(array, idTo, line, head + id.length, tail);
        if (warning.length > 0) {
            int brace = head + id.length + tail - 1;
            System.arraycopy(warning, 0, line, brace, warning.length);
            line[brace + warning.length] = '}';
        }
        if (envelope.lineFeeds()) {
            // Inside a string a line feed is always escaped, so each one that is there stands between tokens.
            for (int i = 0; i < line.length; i++) {
                if (line[i] == '\n') {
                    line[i] = ' ';
                }
            }
        }
        line[line.length - 1] = '\n';
        return Message.text(line);
    }

    private static final byte[] NOTHING = {};

    private static byte[] member(String name, String value) {
        byte[] object = object(json -> json.writeStringProperty(name, value));
        // From {…} and the line feed to ,… without either bracket.
        byte[] member = Arrays.copyOf(object, object.length - 2);
        member[0] = ',';
        return member;
    }

    public static Message pong(long epochMillis) {
        return Message.text("{\"type\":\"pong\",\"timestamp\":" + epochMillis + "}\n");
    }

    /// An error in the place of an answer (docs/protocol.md, "Errors").
    ///
    /// @param id           null where the message had no valid one
    /// @param retryAfterMs 0 for none
    public static Message error(
            @Nullable RequestId id, String sentence, String code, Verdict retryable, long retryAfterMs) {
        return message(json -> {
            json.writeName("id");
            if (id == null) {
                json.writeNull();
            } else {
                json.writeRawValue(new String(id.token(), StandardCharsets.UTF_8));
            }
            json.writeBooleanProperty("success", false);
            json.writeStringProperty("error", sentence);
            json.writeStringProperty("errorCode", code);
            json.writeBooleanProperty("retryable", retryable == Verdict.RETRYABLE);
            if (retryAfterMs > 0) {
                json.writeNumberProperty("retryAfterMs", retryAfterMs);
            }
        });
    }

    /// Whether an error allows the same request to be sent again.
    public enum Verdict {
        RETRYABLE,
        FINAL
    }

    /// What a peer that said hello needs to know.
    ///
    /// @param session           the connection's id, as it stands in the hub's logs
    /// @param role              `agent` or `connector`
    /// @param node              the name of this hub
    /// @param heartbeatInterval milliseconds between pings that are asked of the peer
    /// @param heartbeatTimeout  milliseconds of silence after which the hub closes
    public record Welcome(
            String session,
            String role,
            String node,
            long heartbeatInterval,
            long heartbeatTimeout,
            long maxMessageBytes) {}

    public static Message welcome(Welcome welcome) {
        return message(json -> {
            json.writeStringProperty("type", "welcome");
            json.writeNumberProperty("protocol", 1);
            json.writeStringProperty("session", welcome.session());
            json.writeStringProperty("role", welcome.role());
            json.writeStringProperty("node", welcome.node());
            json.writeNumberProperty("heartbeatIntervalMs", welcome.heartbeatInterval());
            json.writeNumberProperty("heartbeatTimeoutMs", welcome.heartbeatTimeout());
            json.writeNumberProperty("maxMessageBytes", welcome.maxMessageBytes());
        });
    }

    public static Message goaway(long reconnectAfterMs) {
        return message(json -> {
            json.writeStringProperty("type", "goaway");
            json.writeNumberProperty("reconnectAfterMs", reconnectAfterMs);
        });
    }

    /// Withdraws a request from the connector that was asked.
    public static Message cancel(HubId ids, long number) {
        return message(json -> {
            json.writeStringProperty("type", "cancel");
            json.writeName("id");
            json.writeRawValue(new String(ids.token(number), StandardCharsets.US_ASCII));
        });
    }

    private static Message message(Members members) {
        return Message.text(object(members));
    }

    private static byte[] object(Members members) {
        var bytes = new ByteArrayOutputStream(192);
        try (JsonGenerator json = Values.JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private interface Members {
        void write(JsonGenerator json);
    }
}
