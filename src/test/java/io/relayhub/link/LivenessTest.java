package io.relayhub.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Liveness.Verdict;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long START = Long.parseLong("9223372036854775757");

    private final Liveness liveness = new Liveness(START, 25, 90);

    @Test
    void aQuietPeerIsPingedAndASilentOneIsGone() {
        assertThat(liveness.check(START + 24)).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.check(START + 25)).isEqualTo(Verdict.PING);
        // The clock may pass the largest number in between.
        assertThat(liveness.check(START + 89)).isEqualTo(Verdict.PING);
        assertThat(liveness.check(START + 90)).isEqualTo(Verdict.GONE);
    }

    @Test
    void whatWeSendPutsOffNeitherThePingNorTheEnd() {
        liveness.sent(START + 24);
        assertThat(liveness.check(START + 24)).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.check(START + 25)).isEqualTo(Verdict.PING);
        liveness.sent(START + 49);
        assertThat(liveness.check(START + 49)).as("asked once an interval").isEqualTo(Verdict.ALIVE);
        liveness.sent(START + 51);
        assertThat(liveness.check(START + 51)).isEqualTo(Verdict.PING);
        liveness.sent(START + 89);
        assertThat(liveness.check(START + 90)).isEqualTo(Verdict.GONE);
    }

    @Test
    void aSignOfLifeBeginsBothAnewAndAnExcuseTheEndOnly() {
        liveness.heard(START + 80);
        assertThat(liveness.check(START + 104)).isEqualTo(Verdict.ALIVE);
        liveness.excuse(START + 160);
        assertThat(liveness.check(START + 249)).isEqualTo(Verdict.PING);
        assertThat(liveness.check(START + 250)).isEqualTo(Verdict.GONE);
    }
}
