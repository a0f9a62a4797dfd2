package io.relayhub.relay.codec;

import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/// The hub's name for one agent's connection, as connectors that want to know it hear it (docs/protocol.md, "Who
/// asks"): `<hub>-<connection>`, the latter as it stands in the hub's logs. Never given to another connection, not even
/// by another run of the hub. Its bytes are put together once, for all requests.
public final class AgentId {
    private final String text;
    private final byte[] value;
    private final byte[] member;

    /// @param hub     a word that another run of the hub does not use
    /// @param session the id of the agent's connection in this run
    public AgentId(String hub, String session) {
        text = hub + '-' + session;
        var json = new StringBuilder(",\"agent\":");
        int head = json.length();
        JsonWriter.quote(json, text);
        member = json.toString().getBytes(StandardCharsets.UTF_8);
        value = json.substring(head).getBytes(StandardCharsets.UTF_8);
    }

    public String text() {
        return text;
    }

    /// Adds a comma and the member.
    void addMember(Pieces pieces) {
        pieces.add(member);
    }

    /// Adds the value alone.
    void addValue(Pieces pieces) {
        pieces.add(value);
    }

    /// Tells a connector that this agent's connection has ended.
    ///
    /// @param agent the id as the connector has it
    public static Message left(String agent) {
        return Message.text(new JsonWriter()
                .member("type", "agent_left")
                .member("agent", agent)
                .line());
    }
}
