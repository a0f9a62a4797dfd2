package io.relayhub.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialCallsTest {
    private final List<String> calls = new ArrayList<>();
    private final SerialCalls serial = new SerialCalls(() -> calls.add("end"));

    @Test
    void theEndComesOnceAndLast() {
        assertThat(serial.enter()).isTrue();
        calls.add("call");
        serial.leave();
        serial.end();
        serial.end();
        assertThat(serial.enter()).isFalse();
        assertThat(calls).containsExactly("call", "end");
    }

    @Test
    void anEndDuringACallWaitsForIt() {
        assertThat(serial.enter()).isTrue();
        serial.end();
        calls.add("call");
        serial.leave();
        assertThat(calls).containsExactly("call", "end");
    }

    @Test
    void aSecondCallWhileOneIsInsideIsABugThatIsTold() {
        assertThat(serial.enter()).isTrue();
        assertThatIllegalStateException().isThrownBy(serial::enter);
        serial.leave();
        assertThat(serial.enter()).isTrue();
    }
}
