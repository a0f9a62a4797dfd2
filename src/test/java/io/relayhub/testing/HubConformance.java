package io.relayhub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.MisbehavingConnector.Habit;

/// What docs/protocol.md promises an agent whatever its connector does, checked from outside against any hub: give
/// it the port and the target, and call the checks.
public final class HubConformance {
    private final int port;
    private final String target;

    /// @param target path and query with a token that allows both roles
    public HubConformance(int port, String target) {
        this.port = port;
        this.target = target;
    }

    /// Asks the connector with this habit once, and returns the one outcome that the agent gets; a second one fails
    /// the check.
    public String outcome(Habit habit) {
        String id = "connector-" + habit;
        try (MisbehavingConnector connector = MisbehavingConnector.connect(port, target, id, habit);
                RawWebSocket agent = RawWebSocket.connect(port, target)) {
            agent.text("{\"type\":\"agent_hello\"}\n");
            assertThat(line(agent)).contains("\"type\":\"welcome\"");
            agent.text("{\"id\":\"q\",\"action\":\"do\",\"data\":{},\"timeoutMs\":700,\"connector\":\"" + id + "\"}\n");
            String outcome = line(agent);
            assertThat(outcome).contains("\"id\":\"q\"");
            connector.release();
            // The hub answers in order: whatever else it had to say about q would come before this.
            agent.text("{\"type\":\"ping\",\"timestamp\":1}\n");
            assertThat(line(agent)).as("nothing after the outcome").contains("\"type\":\"pong\"");
            return outcome;
        }
    }

    private static String line(RawWebSocket socket) {
        return socket.read(Frames.TEXT).text().strip();
    }
}
