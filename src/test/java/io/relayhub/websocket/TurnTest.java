package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final List<String> calls = new ArrayList<>();
    private final Turn turn = new Turn(() -> calls.add("end"));

    @Test
    void theEndComesOnceAndLast() {
        turn.take(() -> calls.add("call"));
        turn.end();
        turn.end();
        turn.take(() -> calls.add("late"));
        assertThat(calls).containsExactly("call", "end");
    }

    @Test
    void anEndDuringACallWaitsForIt() {
        turn.take(() -> {
            turn.end();
            calls.add("call");
        });
        assertThat(calls).containsExactly("call", "end");
    }

    @Test
    void aCallThatFailsLetsTheNextOneIn() {
        try {
            turn.take(() -> {
                throw new IllegalStateException("a bug");
            });
        } catch (IllegalStateException expected) {
            calls.add("failed");
        }
        turn.take(() -> calls.add("call"));
        assertThat(calls).containsExactly("failed", "call");
    }
}
