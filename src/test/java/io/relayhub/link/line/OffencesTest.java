package io.relayhub.link.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffencesTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void oneMoreThanAllowedInAMinuteIsTooMany() {
        var offences = new Offences(2, -MINUTE);
        assertThat(offences.tooMany(-MINUTE)).isFalse();
        assertThat(offences.tooMany(-1)).isFalse();
        assertThat(offences.tooMany(-1)).isTrue();
        assertThat(offences.tooMany(0)).as("a minute later").isFalse();
    }
}
