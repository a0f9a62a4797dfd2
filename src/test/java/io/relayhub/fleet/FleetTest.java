package io.relayhub.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.fleet.codec.Event;
import io.relayhub.fleet.codec.HistoryPage;
import io.relayhub.fleet.history.HistoryQuery;
import io.relayhub.fleet.roster.ConfiguredServer;
import io.relayhub.fleet.roster.Roster;
import io.relayhub.fleet.roster.Secret;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Credential;
import io.relayhub.link.Message;
import io.relayhub.testing.PulledPeer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FleetTest {
    private final FleetWorld world = new FleetWorld("web-1", "web-2");

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static JsonNode data(JsonNode envelope) {
        return envelope.path("data");
    }

    @Test
    void onlyTheSecretOfTheIdOpens() {
        assertThat(world.fleet.reporters().authenticate(new Credential("web-1", "secret")))
                .isNotNull();
        assertThat(world.fleet.reporters().authenticate(new Credential("web-1", "Secret")))
                .isNull();
        assertThat(world.fleet.reporters().authenticate(new Credential("web-3", "secret")))
                .isNull();
        assertThat(world.fleet.reporters().authenticate(new Credential("web-3", "nobody's")))
                .isNull();
        assertThat(world.fleet.reporters().authenticate(Credential.token("secret")))
                .isNull();
        assertThat(world.fleet.reporters().authenticate(new Credential("web-1", "")))
                .isNull();
    }

    @Test
    void aViewerGetsOnePictureAtOnceAndThenOneASecond() {
        var viewer = world.viewer();
        JsonNode first = viewer.sees().getFirst();
        assertThat(first.path("type").stringValue()).isEqualTo("server_status_update");
        assertThat(data(first).isNull())
                .as("as the dashboard that the front end knows")
                .isTrue();
        world.pass(seconds(3));
        assertThat(viewer.sees()).hasSize(3);
        viewer.leave();
        world.pass(seconds(3));
        assertThat(viewer.sees()).isEmpty();
    }

    @Test
    void aNewcomersPictureHasWhatWasReportedAMomentAgo() {
        var early = world.viewer();
        world.reporter("web-1").report(7);
        var late = world.viewer();
        assertThat(data(late.sees().getFirst()).get(0).path("cpuPercent").intValue())
                .isEqualTo(7);
        assertThat(early.sees()).as("a newcomer is nobody else's affair").hasSize(1);
    }

    @Test
    void aPingIsAnsweredAndNothingElseIs() {
        var viewer = world.viewer();
        viewer.sees();
        viewer.say("{\"type\":\"pong\"}").say("{").say("x".repeat(60_000)).say("{\"type\":\"ping\"}");
        assertThat(viewer.peer.heard()).containsExactly("{\"timestamp\":" + FleetWorld.EPOCH + ",\"type\":\"pong\"}");
    }

    @Test
    void pingsBeyondTwentyASecondAreNotAnswered() {
        var viewer = world.viewer();
        viewer.sees();
        for (int i = 0; i < 1000; i++) {
            viewer.say("{\"type\":\"ping\"}");
        }
        assertThat(viewer.peer.heard()).hasSize(20);
    }

    @Test
    void aServerIsOnlineUntilItsReportIsThirtySecondsOld() {
        var reporter = world.reporter("web-1").report(1);
        reporter.leave();
        world.pass(seconds(30));
        assertThat(world.statusInfo().get(0).path("isOnline").booleanValue())
                .as("a disconnect alone changes nothing")
                .isTrue();
        world.pass(Duration.ofMillis(1));
        assertThat(world.statusInfo().get(0).path("isOnline").booleanValue()).isFalse();
        assertThat(world.statusInfo().get(0).path("lastReportTime").longValue()).isEqualTo(FleetWorld.EPOCH);
    }

    @Test
    void whoGoesByTheWallClockIsNotMovedByIt() {
        world.reporter("web-1").report(1);
        world.setClock(Duration.ofDays(-4000));
        world.pass(seconds(5));
        assertThat(world.statusInfo().get(0).path("isOnline").booleanValue()).isTrue();
        world.setClock(Duration.ofDays(9000));
        world.pass(seconds(5));
        assertThat(world.statusInfo().get(0).path("isOnline").booleanValue()).isTrue();
    }

    @Test
    void anEventComesOnceAChangeHasLastedFiveSeconds() {
        world.facts.clear();
        var reporter = world.reporter("web-1").report(1);
        world.pass(seconds(4));
        assertThat(world.facts).isEmpty();
        world.pass(seconds(3));
        assertThat(world.facts).containsExactly("web-1 online");
        world.pass(seconds(26));
        reporter.report(2);
        world.pass(seconds(25));
        assertThat(world.facts).as("off-line for less than five seconds").containsExactly("web-1 online");
        world.pass(seconds(12));
        assertThat(world.facts).containsExactly("web-1 online", "web-1 offline");
        assertThat(world.fleet.events()).extracting(Event::isOnline).containsExactly(true, false);
    }

    @Test
    void whoSaysNothingForAMinuteIsClosedAndAPingOfItsOwnIsSomething() {
        var silent = world.reporter("web-1").report(1);
        var pinging = world.reporter("web-2").report(1);
        world.pass(seconds(40));
        pinging.conversation.onPing(world.now());
        assertThat(silent.peer.closing()).isNull();
        world.pass(seconds(21));
        assertThat(Objects.requireNonNull(silent.peer.closing()).reason()).isEqualTo(CloseReason.HEARTBEAT_TIMEOUT);
        assertThat(pinging.peer.closing()).isNull();
    }

    @Test
    void aHubThatStoodStillExcusesEverybody() {
        var reporter = world.reporter("web-1").report(1);
        world.pause(Duration.ofHours(2));
        world.pass(seconds(59));
        assertThat(reporter.peer.closing()).isNull();
    }

    @Test
    void theNewerReporterCountsAndTheOlderOnesEndDoesNotMatter() {
        var older = world.reporter("web-1").report(1);
        var newer = world.reporter("web-1").report(2);
        assertThat(Objects.requireNonNull(older.peer.closing()).reason()).isEqualTo(CloseReason.REPLACED);
        older.report(3);
        older.leave();
        assertThat(world.statusInfo().get(0).path("cpuPercent").intValue()).isEqualTo(2);
        assertThat(new String(world.fleet.statistics(), UTF_8))
                .contains("\"onlineIds\":[\"web-1\"]", "\"sessionMapLen\":1", "\"reportMapLen\":1");
        newer.leave();
        assertThat(new String(world.fleet.statistics(), UTF_8))
                .contains("\"onlineIds\":null", "\"configServersLen\":2");
    }

    @Test
    void aServerThatIsRemovedIsDisconnectedAndForgottenAndNobodyElse() {
        var removed = world.reporter("web-1").report(1);
        var other = world.reporter("web-2").report(2);
        var documents = world.viewer("format", "document");
        var pictures = world.viewer();
        documents.sees();
        pictures.sees();
        world.fleet.configure(FleetWorld.roster("web-2", "web-3"));

        assertThat(Objects.requireNonNull(removed.peer.closing()).reason()).isEqualTo(CloseReason.TOKEN_REVOKED);
        assertThat(other.peer.closing()).isNull();
        assertThat(documents.peer.closing()).isNull();
        removed.report(9);
        other.report(3);
        assertThat(documents.sees()).hasSize(1);
        world.pass(seconds(1));
        assertThat(data(pictures.sees().getFirst())).hasSize(1);
        assertThat(world.fleet.history("web-1", new HistoryQuery(-1, -1, -1))).isNull();
        assertThat(world.fleet.reporters().authenticate(new Credential("web-1", "secret")))
                .isNull();
        world.reporter("web-3").report(4);
        assertThat(world.facts).contains("configured 2 +1 -1");
    }

    @Test
    void anotherSecretDisconnectsAndAnotherNameDoesNot() {
        var one = world.reporter("web-1").report(1);
        var two = world.reporter("web-2").report(2);
        world.fleet.configure(Roster.of(List.of(
                FleetWorld.server("web-1", "another"),
                new ConfiguredServer("web-2", "Renamed", Secret.of("secret"), "g", "de"))));
        assertThat(Objects.requireNonNull(one.peer.closing()).reason()).isEqualTo(CloseReason.TOKEN_REVOKED);
        assertThat(two.peer.closing()).isNull();
        JsonNode entry = world.statusInfo().get(1);
        assertThat(entry.path("name").stringValue()).isEqualTo("Renamed");
        assertThat(entry.path("group").stringValue()).isEqualTo("g");
        assertThat(entry.path("loc").stringValue()).isEqualTo("de");
    }

    @Test
    void aReporterWhoseServerWasRemovedDuringItsHandshakeIsClosed() {
        var identity = world.reporter("web-1").peer.identity();
        world.fleet.configure(FleetWorld.roster("web-2"));
        var peer = new PulledPeer(identity, Map.of());
        world.fleet.reports().open(peer, world.now()).onMessage(Message.text("{}"), world.now());
        assertThat(Objects.requireNonNull(peer.closing()).reason()).isEqualTo(CloseReason.TOKEN_REVOKED);
    }

    @Test
    void aReporterThatComesAgainIsToldOfNoMoreOftenThanOneThatStays() {
        world.facts.clear();
        for (int i = 0; i < 5; i++) {
            var reporter = world.reporter("web-1");
            reporter.say("nonsense");
            reporter.leave();
            world.pass(seconds(10));
        }
        world.reporter("web-2").say("nonsense");
        assertThat(world.facts.stream().filter(fact -> fact.startsWith("garbled")))
                .containsExactly("garbled web-1 MALFORMED 1", "garbled web-2 MALFORMED 1");
        world.facts.clear();
        world.pass(seconds(10));
        world.reporter("web-1").say("nonsense");
        assertThat(world.facts).contains("garbled web-1 MALFORMED 5");
    }

    @Test
    void badMessagesAreCountedAndToldOnceAMinute() {
        world.facts.clear();
        var reporter = world.reporter("web-1");
        reporter.say("{\"cpu\":").say("[]");
        reporter.conversation.onMessage(new Message(Message.Kind.BINARY, new byte[] {1}, 0, 1), world.now());
        assertThat(world.facts)
                .containsExactly(
                        "ignored MALFORMED", "garbled web-1 MALFORMED 1", "ignored MALFORMED", "ignored BINARY");
        world.pass(seconds(50));
        reporter.conversation.onPing(world.now());
        world.pass(seconds(10));
        world.facts.clear();
        reporter.say("nonsense");
        assertThat(world.facts).containsExactly("ignored MALFORMED", "garbled web-1 MALFORMED 3");
        assertThat(reporter.peer.closing()).isNull();
    }

    @Test
    void reportsBeyondTwentyASecondAreNotRead() {
        var reporter = world.reporter("web-1");
        for (int i = 1; i <= 30; i++) {
            reporter.report(i);
        }
        assertThat(world.statusInfo().get(0).path("cpuPercent").intValue()).isEqualTo(20);
        world.pass(seconds(1));
        reporter.report(31);
        assertThat(world.statusInfo().get(0).path("cpuPercent").intValue()).isEqualTo(31);
    }

    @Test
    void aReportCannotSpeakForAnotherServer() {
        world.reporter("web-2").report(50);
        var documents = world.viewer("format", "document");
        documents.sees();
        world.reporter("web-1").say("{\"serverId\":\"web-2\",\"id\":\"web-2\",\"cpu\":{\"percent\":99}}");
        JsonNode document = documents.sees().getFirst();
        assertThat(document.path("serverId").stringValue()).isEqualTo("web-1");
        assertThat(world.statusInfo().get(1).path("cpuPercent").intValue()).isEqualTo(50);
    }

    @Test
    void allReportsTogetherStayWithinTheirBudget() {
        String[] ids = new String[200];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "srv-" + i;
        }
        var small = new FleetWorld(FleetWorld.settings(400_000), ids);
        String disk = "{\"path\":\"" + "d".repeat(300) + "\"},";
        String huge = "{\"disk\":[" + disk.repeat(190) + "{}],\"x\":\"" + "\u4e2d".repeat(800) + "\"}";
        for (String id : ids) {
            small.reporter(id).say(huge);
        }
        long lean = small.fleet.stats(small.now()).pictureBytes();
        assertThat(lean).isLessThan(400_000 + 200L * 2_000);
        assertThat(small.statusInfo()).hasSize(200);
    }

    @Test
    void whatWasReportedIsInTheHistoryByTheHubsClock() {
        var reporter = world.reporter("web-1");
        reporter.say("{\"cpu\":{\"percent\":10},\"network\":{\"inSpeed\":1048576},\"timestamp\":5}");
        world.pass(seconds(5));
        reporter.say("{\"cpu\":{\"percent\":20},\"timestamp\":99999999999}");
        world.pass(seconds(20));
        reporter.say("{\"memory\":{\"usedPercent\":33.3}}");

        HistoryPage page = Objects.requireNonNull(
                world.fleet.history("web-1", new HistoryQuery(FleetWorld.EPOCH, FleetWorld.EPOCH + 30, 10)));
        assertThat(page.columns()[0]).containsExactly(15, Double.NaN, Double.NaN);
        assertThat(page.columns()[1]).containsExactly(Double.NaN, Double.NaN, 33.3);
        assertThat(page.columns()[3][0]).isBetween(1_047_000d, 1_050_000d);
        HistoryPage coarse = Objects.requireNonNull(
                world.fleet.history("web-1", new HistoryQuery(FleetWorld.EPOCH, FleetWorld.EPOCH + 30, 25)));
        assertThat(coarse.step()).isEqualTo(30);
        assertThat(Objects.requireNonNull(world.fleet.history("web-2", new HistoryQuery(-1, -1, -1)))
                        .columns()[0])
                .hasSize(8640)
                .containsOnly(Double.NaN);
    }

    @Test
    void historiesThatWouldBeTooLargeTogetherAreCoarser() {
        FleetSettings settings = new FleetSettings(seconds(30), seconds(10), 2L * 86_400 + 1, 1 << 20);
        var two = new FleetWorld(settings, "web-1", "web-2");
        two.reporter("web-1").report(40);
        assertThat(step(two)).isEqualTo(10);
        two.fleet.configure(FleetWorld.roster("web-1", "web-2", "web-3"));
        assertThat(step(two)).isEqualTo(20);
        HistoryPage page = Objects.requireNonNull(
                two.fleet.history("web-1", new HistoryQuery(FleetWorld.EPOCH, FleetWorld.EPOCH + 20, 20)));
        assertThat(page.columns()[0]).as("what was known is kept").containsExactly(40);
    }

    private static int step(FleetWorld world) {
        return Objects.requireNonNull(world.fleet.history("web-1", new HistoryQuery(-1, -1, -1)))
                .step();
    }
}
