package io.relayhub.relay.codec;

import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The messages that the hub sends: those it passes on with another id in them, and its own few. Every message ends
/// with a line feed.
///
/// A writer belongs to the conversation whose messages it passes on: what it returns points into the message that is
/// being read, and is good until the next call. The static methods may be called by any thread.
public final class FrameWriter {
    private static final byte[] LINE_FEED = {'\n'};
    private static final byte[] BRACE = {'}'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final Pieces pieces = new Pieces();

    /// The message with the hub's id in place of the agent's.
    ///
    /// @param agent stands behind the id, or in place of what the agent itself says in that member; null where the
    ///     connector does not want to know who asks, and the message passes as it is
    public Pieces towardsConnector(Envelope envelope, HubId ids, long number, @Nullable AgentId agent) {
        if (agent != null && envelope.has(Field.AGENT)) {
            return withOther(envelope, ids, number, agent);
        }
        byte[] array = begin(envelope, Field.ID);
        int shift = shift(envelope);
        ids.addTo(pieces, number);
        if (agent != null) {
            agent.addMember(pieces);
        }
        return pieces.add(array, envelope.valueTo(Field.ID) - shift, envelope.to() - shift)
                .add(LINE_FEED);
    }

    private Pieces withOther(Envelope envelope, HubId ids, long number, AgentId agent) {
        boolean idFirst = envelope.valueFrom(Field.ID) < envelope.valueFrom(Field.AGENT);
        Field first = idFirst ? Field.ID : Field.AGENT;
        Field second = idFirst ? Field.AGENT : Field.ID;
        byte[] array = begin(envelope, first);
        int shift = shift(envelope);
        if (idFirst) {
            ids.addTo(pieces, number);
        } else {
            agent.addValue(pieces);
        }
        pieces.add(array, envelope.valueTo(first) - shift, envelope.valueFrom(second) - shift);
        if (idFirst) {
            agent.addValue(pieces);
        } else {
            ids.addTo(pieces, number);
        }
        return pieces.add(array, envelope.valueTo(second) - shift, envelope.to() - shift)
                .add(LINE_FEED);
    }

    /// The message with the agent's own id in place of the hub's.
    ///
    /// @param versionWarning added as the last member; null for none
    public Pieces towardsAgent(Envelope envelope, RequestId id, @Nullable String versionWarning) {
        byte[] array = begin(envelope, Field.ID);
        int shift = shift(envelope);
        int idTo = envelope.valueTo(Field.ID) - shift;
        int to = envelope.to() - shift;
        pieces.add(id.token());
        if (versionWarning == null) {
            pieces.add(array, idTo, to);
        } else {
            pieces.add(array, idTo, to - 1)
                    .add(member("versionWarning", versionWarning))
                    .add(BRACE);
        }
        return pieces.add(LINE_FEED);
    }

    /// Lets go of what the last message pointed to.
    public void clear() {
        pieces.clear();
    }

    /// Adds what stands before the first value that is replaced. All bytes stay as they are, but for line feeds
    /// between tokens: a receiver splits what it gets at line feeds.
    ///
    /// @return the bytes of the message: those of the envelope, or a copy of the message alone
    private byte[] begin(Envelope envelope, Field first) {
        byte[] array = envelope.lineFeeds() ? withoutLineFeeds(envelope) : envelope.array();
        int shift = shift(envelope);
        pieces.clear().add(array, envelope.from() - shift, envelope.valueFrom(first) - shift);
        return array;
    }

    private static int shift(Envelope envelope) {
        return envelope.lineFeeds() ? envelope.from() : 0;
    }

    /// Inside a string a line feed is always escaped, so each one that is there stands between tokens.
    private static byte[] withoutLineFeeds(Envelope envelope) {
        byte[] copy = Arrays.copyOfRange(envelope.array(), envelope.from(), envelope.to());
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == '\n') {
                copy[i] = ' ';
            }
        }
        return copy;
    }

    private static byte[] member(String name, String value) {
        var json = new StringBuilder(",");
        JsonWriter.quote(json, name);
        json.append(':');
        JsonWriter.quote(json, value);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// An error in the place of an answer (docs/protocol.md, "Errors").
    ///
    /// @param id           null where the message had no valid one
    /// @param retryAfterMs 0 for none
    public static Message error(
            @Nullable RequestId id, String sentence, String code, Verdict retryable, long retryAfterMs) {
        var json = new JsonWriter()
                .member("id", id == null ? NULL : id.token())
                .member("success", false)
                .member("error", sentence)
                .member("errorCode", code)
                .member("retryable", retryable == Verdict.RETRYABLE);
        if (retryAfterMs > 0) {
            json.member("retryAfterMs", retryAfterMs);
        }
        return Message.text(json.line());
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
        return Message.text(new JsonWriter()
                .member("type", "welcome")
                .member("protocol", 1)
                .member("session", welcome.session())
                .member("role", welcome.role())
                .member("node", welcome.node())
                .member("heartbeatIntervalMs", welcome.heartbeatInterval())
                .member("heartbeatTimeoutMs", welcome.heartbeatTimeout())
                .member("maxMessageBytes", welcome.maxMessageBytes())
                .line());
    }

    public static Message goaway(long reconnectAfterMs) {
        return Message.text(new JsonWriter()
                .member("type", "goaway")
                .member("reconnectAfterMs", reconnectAfterMs)
                .line());
    }

    /// Withdraws a request from the connector that was asked.
    public static Message cancel(HubId ids, long number) {
        var id = new Pieces();
        ids.addTo(id, number);
        return Message.text(new JsonWriter()
                .member("type", "cancel")
                .member("id", id.toArray())
                .line());
    }
}
