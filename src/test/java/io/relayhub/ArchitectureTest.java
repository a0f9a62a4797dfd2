package io.relayhub;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the rooms and arrows of docs/architecture.md. A new room needs a line here, below all that it uses.
class ArchitectureTest {
    static final House HOUSE = new House("""
            link                     |                              |
            link.json                | link                         |
            link.line                | link link.json               |
            cluster                  |                              |
            topics                   | link cluster                 |
            relay.codec              | link link.json               |
            relay.facts              | link                         |
            relay.limits             |                              |
            relay                    | link link.json link.line cluster relay.codec relay.facts relay.limits |
            fleet.codec              | link                         | jackson
            fleet.roster             | link                         |
            fleet.history            | fleet.codec                  |
            fleet                    | link topics fleet.codec fleet.roster fleet.history |
            machines.codec           | link                         | jackson
            machines                 | link topics machines.codec   |
            devtools.codec           | link                         | jackson
            devtools                 | link devtools.codec          |
            websocket.handshake      | link                         | spring servlet
            websocket.frames         | link                         |
            websocket.loop           | websocket.frames             | spring jetty
            websocket.login          | link websocket.handshake     | jackson
            websocket.door           | link                         | jetty
            websocket.connection     | link websocket.frames        |
            websocket                | link websocket.handshake websocket.frames websocket.connection websocket.loop websocket.login websocket.door | spring servlet jetty slf4j
            security                 | link                         | spring servlet slf4j bucket4j
            cluster.redis            | cluster                      | spring lettuce slf4j
            web                      | fleet.codec fleet.history fleet machines devtools | spring servlet slf4j jackson
            telemetry.logging        |                              | logback slf4j
            telemetry                | telemetry.logging link cluster relay relay.facts fleet.roster fleet machines devtools websocket websocket.handshake websocket.connection | spring micrometer slf4j
            app.address              |                              | jackson
            app.drain                | link websocket               | spring slf4j
            app.failure              |                              | spring
            app.fleet                | fleet.roster fleet                        | spring slf4j
            app                      | link link.json link.line cluster relay relay.facts fleet machines devtools websocket websocket.handshake websocket.door security cluster.redis web telemetry telemetry.logging app.address app.drain app.failure app.fleet | spring servlet jetty micrometer slf4j lettuce
            dial                     | link link.json link.line     | jackson
            client                   | link link.json dial          | jackson
            reporter                 | link dial                    | jackson oshi
            bench                    |                              | hdrhistogram
            connector.spi            |                              | jackson
            connector                | link.json dial connector.spi | jackson
            connector.nativehost     | link link.json link.line dial connector.spi | jackson
            connector.system         | connector.spi                | jackson oshi
            connector.chrome.cdp     |                              | jackson
            connector.chrome.source  | connector.chrome.cdp         | jackson
            connector.chrome.history | connector.chrome.cdp         | jackson
            connector.chrome.download | connector.chrome.cdp | jackson
            connector.chrome.trace | connector.chrome.cdp | jackson
            connector.chrome.document | connector.chrome.cdp | jackson
            connector.chrome.browser | connector.spi connector.chrome.cdp connector.chrome.document connector.chrome.download connector.chrome.trace connector.chrome.source connector.chrome.history | jackson
            connector.chrome.page    | connector.spi connector.chrome.cdp connector.chrome.document connector.chrome.browser | jackson
            connector.chrome.mock    | connector.chrome.cdp connector.chrome.history connector.chrome.browser | jackson
            connector.chrome.proxy   | connector.spi connector.chrome.cdp connector.chrome.browser | jackson
            connector.chrome.action.call | connector.spi connector.chrome.cdp connector.chrome.history connector.chrome.document connector.chrome.browser connector.chrome.page | jackson
            connector.chrome.action.act | connector.spi connector.chrome.cdp connector.chrome.history connector.chrome.document connector.chrome.browser connector.chrome.page connector.chrome.action.call | jackson
            connector.chrome.action.look | connector.spi connector.chrome.cdp connector.chrome.download connector.chrome.trace connector.chrome.history connector.chrome.document connector.chrome.browser connector.chrome.page connector.chrome.mock connector.chrome.action.call | jackson
            connector.chrome.action.world | connector.spi connector.chrome.cdp connector.chrome.document connector.chrome.browser connector.chrome.mock connector.chrome.proxy connector.chrome.action.call | jackson
            connector.chrome.action  | connector.spi connector.chrome.cdp connector.chrome.history connector.chrome.browser connector.chrome.mock connector.chrome.action.call connector.chrome.action.act connector.chrome.action.look connector.chrome.action.world | jackson
            connector.chrome         | connector.spi connector.chrome.cdp connector.chrome.source connector.chrome.history connector.chrome.browser connector.chrome.mock connector.chrome.action | jackson
            daemon.light             | link.json               |
            daemon                   | daemon.light                 |
            cli.console              | dial                         | picocli
            cli.process              | cli.console daemon           | picocli
            cli.hub                  | cli.console cli.process app app.address daemon daemon.light | picocli
            cli.connect              | cli.console cli.process connector connector.spi daemon daemon.light dial | picocli
            cli.nativehost           | cli.console cli.process connector.nativehost daemon | picocli
            cli.invoke               | cli.console client dial      | picocli jackson
            cli.demo                 | link.json cli.console cli.process cli.connect app client connector connector.spi daemon dial | picocli jackson
            cli.report               | cli.console cli.process daemon dial reporter | picocli
            cli.bench                | cli.console bench dial       | picocli jackson
            cli                      | cli.console cli.process cli.hub cli.connect cli.nativehost cli.invoke cli.report cli.bench cli.demo daemon | picocli
            -                        | relay.facts app cli          |
            """);

    static final JavaClasses CLASSES = mainClasses();

    private static JavaClasses mainClasses() {
        try {
            return new ClassFileImporter()
                    .withImportOption(ArchitectureTest::isWritten)
                    .importPath(Path.of(Main.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError("where the classes are is no path", e);
        }
    }

    /// An earlier build may have left bean definitions there that Spring generated.
    private static boolean isWritten(Location classFile) {
        return !classFile.contains("__");
    }

    @Test
    void everyPackageIsARoom() {
        assertThat(CLASSES).extracting(JavaClass::getPackageName).contains("io.relayhub.link");
        assertThat(HOUSE.packagesThatAreNoRoom(CLASSES)).isEmpty();
    }

    @Test
    void everyArrowIsInTheTable() {
        assertThat(HOUSE.arrowsThatAreNotInTheTable(CLASSES)).isEmpty();
    }

    @Test
    void everyArrowOfTheTableIsNeeded() {
        assertThat(HOUSE.arrowsThatNobodyNeeds(CLASSES)).isEmpty();
    }

    @Test
    void arrowsNeverPointBack() {
        assertThat(HOUSE.arrowsThatPointBack()).isEmpty();
    }

    @Test
    void theBaseKnowsOnlyTheJdk() {
        for (String room : List.of("link", "cluster", "topics")) {
            assertThat(HOUSE.room(room).libraries()).as(room).isEmpty();
        }
    }

    @Test
    void dialectsDoNotKnowEachOtherNorAnythingButJackson() {
        List<String> dialects = HOUSE.namesBetween("relay.codec", "devtools");
        for (String dialect : dialects) {
            assertThat(HOUSE.room(dialect).rooms())
                    .as(dialect)
                    .allMatch(used -> dialectOf(used).equals(dialectOf(dialect)) || !dialects.contains(used));
            assertThat(HOUSE.room(dialect).libraries())
                    .as(dialect)
                    .isSubsetOf(dialect.endsWith(".codec") ? Set.of("jackson") : Set.of());
        }
    }

    /// The first name: parts of one dialect may know each other.
    private static String dialectOf(String room) {
        int dot = room.indexOf('.');
        return dot < 0 ? room : room.substring(0, dot);
    }

    @Test
    void theTransportKnowsNoDialect() {
        assertThat(HOUSE.room("websocket").rooms())
                .containsExactlyInAnyOrder(
                        "link",
                        "websocket.handshake",
                        "websocket.frames",
                        "websocket.connection",
                        "websocket.loop",
                        "websocket.login",
                        "websocket.door");
        assertThat(HOUSE.room("websocket.loop").rooms()).containsExactly("websocket.frames");
        assertThat(HOUSE.room("websocket.connection").rooms()).containsExactlyInAnyOrder("link", "websocket.frames");
        for (String part : List.of("websocket.handshake", "websocket.frames", "websocket.door")) {
            assertThat(HOUSE.room(part).rooms()).as(part).containsExactly("link");
        }
    }

    @Test
    void onlyTheEdgesAndTheApplicationKnowSpring() {
        assertThat(HOUSE.roomsThatUse("spring"))
                .containsExactly(
                        "websocket.handshake",
                        "websocket.loop",
                        "websocket",
                        "security",
                        "cluster.redis",
                        "web",
                        "telemetry",
                        "app.drain",
                        "app.failure",
                        "app.fleet",
                        "app");
    }

    @Test
    void onlyTheEntriesStandInTheRootPackage() {
        assertThat(HOUSE.strangersInTheRootPackage(CLASSES)).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(HOUSE.packagesThatAreNotNullMarked(CLASSES)).isEmpty();
    }

    @Test
    void everyNameSaysWhatItIs() {
        assertThat(HOUSE.namesThatSayNothing(CLASSES)).isEmpty();
    }

    @Test
    void onlyTheProgramsPrint() {
        assertThat(HOUSE.printingOutsideThePrograms(CLASSES)).isEmpty();
    }

    /// The same rules, each on a little house that breaks it.
    @Nested
    class EachRuleCanFail {
        private final SampleHouse sample;

        EachRuleCanFail(@TempDir Path directory) {
            sample = new SampleHouse(directory);
        }

        @Test
        void aPackageWithoutALineIsNamed() throws IOException {
            sample.add("attic", "final class Box {}");
            sample.add("link.attic", "final class Box {}");

            assertThat(HOUSE.packagesThatAreNoRoom(sample.classes()))
                    .satisfiesExactly(
                            one -> assertThat(one).startsWith("io.relayhub.attic is no room"),
                            two -> assertThat(two).startsWith("io.relayhub.link.attic is no room"));
        }

        @Test
        void aDialectThatKnowsAnotherIsNamed() throws IOException {
            sample.add("relay", "public final class Asked {}");
            sample.add("fleet", "final class Asks { io.relayhub.relay.Asked[] asked; }");

            assertThat(HOUSE.arrowsThatAreNotInTheTable(sample.classes()))
                    .containsExactly("io.relayhub.fleet.Asks uses io.relayhub.relay.Asked");
        }

        @Test
        void aTransportThatKnowsADialectIsNamed() throws IOException {
            sample.add("relay", "public final class Asked { public static void ask() {} }");
            sample.add("websocket", "final class Asks { Runnable ask() { return io.relayhub.relay.Asked::ask; } }");

            assertThat(HOUSE.arrowsThatAreNotInTheTable(sample.classes()))
                    .containsExactly("io.relayhub.websocket.Asks uses io.relayhub.relay.Asked");
        }

        @Test
        void aBaseThatKnowsItsUserIsNamed() throws IOException {
            sample.add("relay", "public interface Asked {}");
            sample.add(
                    "link",
                    "final class Asks { boolean is(Object o) { return o instanceof io.relayhub.relay.Asked; } }");

            assertThat(HOUSE.arrowsThatAreNotInTheTable(sample.classes()))
                    .containsExactly("io.relayhub.link.Asks uses io.relayhub.relay.Asked");
        }

        @Test
        void aCoreThatKnowsSpringOrALoggerIsNamed() throws IOException {
            sample.add("relay", "@org.springframework.stereotype.Component final class Bean {}");
            sample.add("topics", "final class Logs { org.slf4j.Logger log; }");

            assertThat(HOUSE.arrowsThatAreNotInTheTable(sample.classes()))
                    .containsExactly(
                            "io.relayhub.relay.Bean uses org.springframework.stereotype.Component",
                            "io.relayhub.topics.Logs uses org.slf4j.Logger");
        }

        @Test
        void whatTheTableAllowsIsNotNamed() throws IOException {
            sample.add("fleet.codec", "public final class Codec { tools.jackson.core.JsonToken token; int[] bytes; }");
            sample.add(
                    "fleet", "final class Fleet { io.relayhub.fleet.codec.Codec codec; java.util.List<String> all; }");

            assertThat(HOUSE.arrowsThatAreNotInTheTable(sample.classes())).isEmpty();
        }

        @Test
        void anArrowThatNobodyNeedsIsNamed() throws IOException {
            sample.add("cluster", "public interface Member {}");
            sample.add("link", "final class Link {}");
            sample.add("topics", "final class Topic { io.relayhub.cluster.Member member; }");

            assertThat(HOUSE.arrowsThatNobodyNeeds(sample.classes())).containsExactly("topics has no use for link");
        }

        @Test
        void aTableWithARingOrATypingErrorIsRefused() {
            House ring = new House("""
                    hen | egg  |
                    egg | hen  |
                    nest | hen egs |
                    """);

            assertThat(ring.arrowsThatPointBack())
                    .containsExactly(
                            "hen uses egg, which no line above it names",
                            "nest uses egs, which no line above it names");
        }

        @Test
        void aStrangerInTheRootPackageIsNamed() throws IOException {
            sample.add("", "final class Main { record Inner() {} }");
            sample.add("", "final class Hall {}");

            assertThat(HOUSE.strangersInTheRootPackage(sample.classes()))
                    .singleElement()
                    .asString()
                    .startsWith("io.relayhub.Hall ");
        }

        @Test
        void aPackageThatIsNotNullMarkedIsNamed() throws IOException {
            sample.add("link", "final class Link {}");
            sample.add("relay", "final class Relay {}");
            sample.nullMark("relay");

            assertThat(HOUSE.packagesThatAreNotNullMarked(sample.classes()))
                    .containsExactly("io.relayhub.link has no package-info.java with @NullMarked");
        }

        @Test
        void aNameThatSaysNothingIsNamed() throws IOException {
            for (String name : List.of(
                    "SessionManager",
                    "Strings",
                    "JsonUtil",
                    "Utils",
                    "Helper",
                    "LinkImpl",
                    "CommonLink",
                    "Commons",
                    "Implicit")) {
                sample.add("link", "final class " + name + " {}");
            }

            assertThat(HOUSE.namesThatSayNothing(sample.classes()))
                    .extracting(sentence -> sentence.replaceAll("io.relayhub.link.(\\w+):.*", "$1"))
                    .containsExactly("CommonLink", "Helper", "JsonUtil", "LinkImpl", "SessionManager", "Utils");
        }

        @Test
        void printingOutsideTheProgramsIsNamed() throws IOException {
            sample.add("relay", "final class Prints { void print() { System.out.println(); } }");
            sample.add("link", "final class Logs { java.util.logging.Logger log; }");
            sample.add("cli", "final class Answers { void print() { System.err.println(); } }");
            sample.add("client", "final class Reads { Object in() { return System.in; } }");

            assertThat(HOUSE.printingOutsideThePrograms(sample.classes()))
                    .satisfiesExactly(
                            one -> assertThat(one).startsWith("io.relayhub.link.Logs "),
                            two -> assertThat(two).startsWith("io.relayhub.relay.Prints "));
        }
    }
}
