package io.relayhub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.FakeTimers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownAgentsTest {
    private final List<String> gone = new ArrayList<>();
    private final KnownAgents agents = new KnownAgents(new FakeTimers(), gone::add);

    @Test
    void theOneThatHasNotAskedForLongestGivesWay() {
        agents.enter("working");
        for (int i = 1; i < KnownAgents.MOST; i++) {
            agents.enter("a" + i);
            agents.leave("a" + i);
        }
        agents.enter("a1");
        agents.leave("a1");
        assertThat(gone).isEmpty();
        agents.enter("one more");
        assertThat(gone).containsExactly("a2");
        assertThat(agents.names()).hasSize(KnownAgents.MOST).contains("working", "a1", "one more");
    }

    @Test
    void aNameOfNoUseIsNone() {
        assertThat(KnownAgents.named(null)).isEmpty();
        assertThat(KnownAgents.named("")).isEmpty();
        assertThat(KnownAgents.named("x".repeat(65))).isEmpty();
        assertThat(KnownAgents.named("x".repeat(64))).isPresent();
    }
}
