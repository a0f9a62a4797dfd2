package io.relayhub.websocket.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisitorsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Visitors visitors = new Visitors(new DoorSettings(Duration.ofSeconds(10), 6, 3));
    private final List<String> ended = new ArrayList<>();
    private long now = Long.MAX_VALUE - SECOND;

    private final class Guest implements Visitors.Visit {
        private final String name;
        private long requests;
        private long responses;
        private long bytes;

        private Guest(String name, String network) {
            this.name = name;
            visitors.enter(name, network, this, now);
        }

        @Override
        public long requests() {
            return requests;
        }

        @Override
        public long responses() {
            return responses;
        }

        @Override
        public long bytesIn() {
            return bytes;
        }

        @Override
        public void end() {
            ended.add(name);
            visitors.leave(name);
        }
    }

    private void pass(long seconds) {
        for (int i = 0; i < seconds * 10; i++) {
            now += SECOND / 10;
            visitors.onTick(now);
        }
    }

    @Test
    void aHeaderHasItsTimeInAllHoweverItsBytesCome() {
        Guest slow = new Guest("slow", "n");
        for (int i = 0; i < 9; i++) {
            pass(1);
            slow.bytes++;
        }
        assertThat(ended).isEmpty();
        pass(1);
        assertThat(ended).containsExactly("slow");
        assertThat(visitors.count()).isZero();
    }

    @Test
    void whoseRequestIsAnsweredTakesAsLongAsItDoes() {
        Guest served = new Guest("served", "n");
        served.requests = 1;
        pass(60);
        assertThat(ended).isEmpty();
    }

    @Test
    void aFurtherRequestHasItsTimeFromItsFirstByte() {
        Guest lasting = new Guest("lasting", "n");
        lasting.bytes = 100;
        lasting.requests = 1;
        lasting.responses = 1;
        pass(25);
        assertThat(ended).isEmpty();
        lasting.bytes = 101;
        pass(9);
        lasting.bytes = 102;
        assertThat(ended).isEmpty();
        pass(2);
        assertThat(ended).containsExactly("lasting");
    }

    @Test
    void theOldestOfANetworkThatHasItsShareGivesWay() {
        new Guest("other", "other");
        for (String name : List.of("a", "b", "c", "d")) {
            new Guest(name, "n");
        }
        assertThat(ended).containsExactly("a");
    }

    @Test
    void theOldestOfTheLargestNetworkGivesWayWhenAllPlacesAreTaken() {
        new Guest("first", "one");
        for (String name : List.of("a", "b", "c")) {
            new Guest(name, "many");
        }
        new Guest("x", "two");
        new Guest("y", "two");
        new Guest("z", "three");
        assertThat(ended).containsExactly("a");
        assertThat(visitors.count()).isEqualTo(6);
    }

    @Test
    void whoseRequestIsAnsweredDoesNotGiveWay() {
        Guest served = new Guest("served", "n");
        served.requests = 1;
        for (String name : List.of("b", "c", "d")) {
            new Guest(name, "n");
        }
        assertThat(ended).containsExactly("b");
    }

    @Test
    void anotherLayerOfAConnectionIsTheSameVisitorAndKeepsItsTime() {
        new Guest("tls", "n");
        pass(6);
        new Guest("tls", "n");
        assertThat(visitors.count()).isEqualTo(1);
        pass(4);
        assertThat(ended).containsExactly("tls");
    }
}
