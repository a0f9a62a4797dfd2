package io.relayhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.relayhub.FakeMachine.Run;
import io.relayhub.FakeMachine.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the project's `mvnw` chooses, keeps and refuses.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class MvnwTest {
    private final FakeMachine machine;

    MvnwTest(@TempDir Path temporary) throws IOException, InterruptedException {
        machine = new FakeMachine(temporary);
    }

    @AfterEach
    void switchOff() {
        machine.close();
    }

    @Test
    void withoutJdk25ItStopsWithOneSentence() throws Exception {
        machine.jdk("jdk-17", "17.0.15");

        Run run = machine.mvnw();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).singleElement().asString().contains("JDK 25 or later", "set JAVA_HOME");
    }

    @Test
    void theNewestJdkIsChosenWhenJavaHomeIsTooOld() throws Exception {
        machine.javaHome(machine.jdk("a-jdk-17", "17.0.15"));
        machine.jdk("b-jdk-25", "25.0.3");
        Path newest = machine.jdk("c-jdk-26", "26");
        machine.jdk("d-jdk-9", "9.0.4");

        assertThat(machine.mvnw().output()).contains("java " + newest);
    }

    @Test
    void javaHomeIsKeptWhenItIsJdk25ThoughANewerOneIsThere() throws Exception {
        machine.jdk("jdk-26", "26");
        Path own = machine.jdk("jdk-25", "25-ea");
        machine.javaHome(own);

        assertThat(machine.mvnw().output()).contains("java " + own);
    }

    @Test
    void aRuntimeWithoutACompilerIsNoJdk() throws Exception {
        Path runtime = machine.jdk("jre-25", "25.0.3");
        Files.delete(runtime.resolve("bin/javac"));

        assertThat(machine.mvnw().status()).isEqualTo(1);
    }

    @Test
    void theJdksOfSdkmanAreFound() throws Exception {
        Path own = machine.sdkmanJdk("25.0.3");

        assertThat(machine.mvnw().output()).contains("java " + own);
    }

    @Test
    void theDownloadedMavenIsKeptAndNotDownloadedAgain() throws Exception {
        machine.jdk("jdk-25", "25.0.3");

        Run first = machine.mvnw("-B", "verify");
        machine.cutTheNetwork();
        Run second = machine.mvnw("test");

        assertThat(first.status()).isZero();
        assertThat(first.output()).contains("maven 9.8.7 downloaded", "arguments -B verify");
        assertThat(first.errors()).isEmpty();
        assertThat(second.output()).contains("maven 9.8.7 downloaded", "arguments test");
    }

    @Test
    void theMirrorMayBeAMavenRepository() throws Exception {
        machine.jdk("jdk-25", "25.0.3");
        machine.publishAsMavenRepository();

        assertThat(machine.mvnw().output()).contains("maven 9.8.7 downloaded");
    }

    @Test
    void withoutCurlWgetDownloads() throws Exception {
        assumeTrue(machine.has("wget"), "wget is not installed");
        machine.jdk("jdk-25", "25.0.3");
        machine.uninstall("curl");

        assertThat(machine.mvnw().output()).contains("maven 9.8.7 downloaded");
    }

    @Test
    void aDownloadWithAnotherChecksumIsRefusedThoughAMavenIsInstalled() throws Exception {
        machine.jdk("jdk-25", "25.0.3");
        machine.installMaven("3.9.9");
        machine.spoilTheDownload();

        Run run = machine.mvnw();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).singleElement().asString().contains("SHA-512", "thrown away");
        assertThat(machine.keptMavens()).isEmpty();
    }

    @Test
    void buildsThatStartTogetherLeaveOneMaven() throws Exception {
        machine.jdk("jdk-25", "25.0.3");

        List<Started> together = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            together.add(machine.start(machine.project));
        }
        for (Started each : together) {
            assertThat(each.await().output()).contains("maven 9.8.7 downloaded");
        }

        assertThat(machine.keptMavens()).containsExactly("apache-maven-9.8.7");
    }

    @Test
    void anInstalledMavenStandsInWhereNoneCanBeDownloaded() throws Exception {
        machine.jdk("jdk-25", "25.0.3");
        machine.installMaven("3.6.3");
        machine.cutTheNetwork();

        Run run = machine.mvnw("verify");

        assertThat(run.status()).isZero();
        assertThat(run.output()).contains("maven 3.6.3 installed", "arguments verify");
        assertThat(run.errors()).singleElement().asString().contains("the installed Maven 3.6.3 is used");
    }

    @Test
    void anInstalledMavenThatIsTooOldDoesNotStandIn() throws Exception {
        machine.jdk("jdk-25", "25.0.3");
        machine.installMaven("3.6.2");
        machine.cutTheNetwork();

        Run run = machine.mvnw();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).singleElement().asString().contains("install Maven 3.6.3 or later");
    }

    @Test
    void calledFromElsewhereItBuildsItsOwnProject() throws Exception {
        machine.jdk("jdk-25", "25.0.3");

        Run run = machine.start(machine.home, "verify").await();

        assertThat(run.output()).contains("arguments -f " + machine.project + "/pom.xml verify");
    }

    @Test
    void aPomThatIsNamedIsTheOneThatIsBuilt() throws Exception {
        machine.jdk("jdk-25", "25.0.3");

        Run run = machine.start(machine.home, "-f", "other.xml", "verify").await();

        assertThat(run.output()).contains("arguments -f other.xml verify");
    }
}
