package io.relayhub.app.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReturnSpreadTest {
    private static LongStream returns(int peers) {
        var spread = new ReturnSpread(peers, Duration.ofSeconds(15), new Random(1));
        return LongStream.generate(spread).limit(200);
    }

    @Test
    void everyPeerGetsItsOwnTimeToComeBack() {
        assertThat(returns(100).distinct().count()).isGreaterThan(150);
        assertThat(returns(100).min().orElseThrow()).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void fewPeersAreAskedBackAtOnceAndManyAtFiftyASecond() {
        assertThat(returns(2).max().orElseThrow()).isBetween(1_500L, 2_040L);
        assertThat(returns(300).max().orElseThrow()).isBetween(7_000L, 8_000L);
        assertThat(returns(5_000).max().orElseThrow()).as("the longest time").isBetween(14_000L, 15_000L);
    }
}
