package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Message;
import io.relayhub.relay.RelayWorld.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Lines that were begun and not finished, and the memory that all of them share.
class UnfinishedLinesTest {
    private static final int BUDGET = 100_000;
    private static final String BEGUN = "{\"id\":\"1\",\"action\":\"" + "x".repeat(10_000);

    private final RelayWorld world = new RelayWorld(RelaySettings.defaults("node-1"), new AssemblyBudget(BUDGET));

    private List<Peer> begin(int lines) {
        var peers = new ArrayList<Peer>();
        for (int i = 0; i < lines; i++) {
            Peer peer = world.agent();
            peer.say(BEGUN);
            peers.add(peer);
        }
        return peers;
    }

    @Test
    void manyOfThemExhaustTheBudgetAndLaterOnesAreToldToComeBack() {
        List<Peer> peers = begin(20);
        List<Peer> refused = peers.stream().filter(peer -> peer.closing != null).toList();

        assertThat(refused).isEqualTo(peers.subList(9, 20));
        assertThat(refused).extracting(Peer::closedBecause).containsOnly(CloseReason.SERVER_BUSY);
        assertThat(refused)
                .extracting(peer -> Objects.requireNonNull(peer.closing).text())
                .allSatisfy(text -> assertThat(text).matches("SERVER_BUSY retry_ms=[1-5]\\d{3}"));
        assertThat(world.budget.used()).isBetween(9L * BEGUN.length(), (long) BUDGET);

        peers.forEach(Peer::leave);
        assertThat(world.budget.used()).isZero();
    }

    @Test
    void aLineThatGrowsBeyondTheBudgetEndsItsPeerAlone() {
        List<Peer> peers = begin(9);
        peers.getFirst().say("x".repeat(10_000));
        assertThat(peers.getFirst().closedBecause()).isEqualTo(CloseReason.SERVER_BUSY);
        assertThat(world.budget.used()).isEqualTo(8L * BEGUN.length());
        assertThat(peers).filteredOn(peer -> peer.closing == null).hasSize(8);
    }

    @Test
    void whatLeavesMakesRoomForOthers() {
        List<Peer> peers = begin(9);
        assertThat(begin(1).getFirst().closedBecause()).isEqualTo(CloseReason.SERVER_BUSY);
        peers.getFirst().leave();
        assertThat(begin(1).getFirst().closing).isNull();
    }

    @Test
    void aLineThatIsFinishedTakesNothing() {
        Peer agent = begin(1).getFirst();
        agent.say("\"}\n");
        assertThat(agent.nextError()).isNotEmpty();
        assertThat(world.budget.used()).isZero();
    }

    @Test
    void aPeerThatIsClosedInTheMiddleOfItsLineTakesNothing() {
        Peer agent = begin(1).getFirst();
        agent.say(new Message(Message.Kind.BINARY, new byte[] {(byte) 0xFF}, 0, 1));
        assertThat(agent.closedBecause()).isEqualTo(CloseReason.NOT_UTF8);
        assertThat(world.budget.used()).isZero();
        agent.leave();
        assertThat(world.budget.used()).isZero();
    }

    @Test
    void aPeerThatDoesNotAnswerItsCloseIsExpelledOnce() {
        Peer agent = begin(1).getFirst();
        world.pass(Duration.ofSeconds(35));
        assertThat(agent.closedBecause()).isEqualTo(CloseReason.MESSAGE_TIMEOUT);
        assertThat(world.facts.count("expelled MESSAGE_TIMEOUT")).isEqualTo(1);
    }
}
