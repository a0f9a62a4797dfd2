package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.relayhub.app.HubToken.Generated;
import io.relayhub.app.HubToken.Given;
import io.relayhub.app.HubToken.None;
import io.relayhub.app.failure.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HubTokenTest {
    private static final HubToken OTHERWISE = new Generated("generated");

    @ParameterizedTest
    @MethodSource("table")
    void theVariableBeatsTheOptionBeatsTheProperty(
            @Nullable String variable, @Nullable String option, @Nullable String property, HubToken counts) {
        assertThat(HubToken.choose(variable, option, property, () -> OTHERWISE)).isEqualTo(counts);
    }

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of("v", "o", "p", new Given("v")),
                Arguments.of("v", null, null, new Given("v")),
                Arguments.of("v", null, "", new Given("v")),
                Arguments.of(null, "o", "p", new Given("o")),
                Arguments.of("", "o", "p", new Given("o")),
                Arguments.of("", "", "p", new Given("p")),
                Arguments.of(null, null, "p", new Given("p")),
                Arguments.of(null, null, "", new None()),
                Arguments.of("", "", "", new None()),
                Arguments.of(null, null, null, OTHERWISE),
                Arguments.of("", "", null, OTHERWISE));
    }

    @Test
    void aFileHasTheTokenAndNothingElse(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(file, "from-the-file\r\n");
        assertThat(HubToken.inFile(file.toString())).isEqualTo("from-the-file");
        for (String wrong : List.of("", "\n", "secret-1\nsecret-2\n")) {
            Files.writeString(file, wrong);
            assertThatExceptionOfType(BadSettingException.class)
                    .isThrownBy(() -> HubToken.inFile(file.toString()))
                    .withMessageStartingWith("relayhub.token-file names " + file)
                    .withMessageNotContaining("secret");
        }
        Files.delete(file);
        assertThatExceptionOfType(BadSettingException.class)
                .isThrownBy(() -> HubToken.inFile(file.toString()))
                .withMessageContaining("cannot be read (NoSuchFileException)");
    }

    @Test
    void aFileThatIsNoTokenIsNotCutOrGuessed(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(file, "s".repeat(HubToken.LONGEST_FILE));
        assertThat(HubToken.inFile(file.toString())).hasSize(HubToken.LONGEST_FILE);
        Files.writeString(file, "s".repeat(HubToken.LONGEST_FILE + 1));
        assertThatExceptionOfType(BadSettingException.class)
                .isThrownBy(() -> HubToken.inFile(file.toString()))
                .withMessageContaining("more than 8192 bytes");
        Files.write(file, new byte[] {'s', (byte) 0xff, 's'});
        assertThatExceptionOfType(BadSettingException.class)
                .isThrownBy(() -> HubToken.inFile(file.toString()))
                .withMessageContaining("cannot be read (MalformedInputException)");
    }

    @Test
    void aGeneratedTokenIsThirtyTwoLettersAndDigits() {
        assertThat(Generated.by(new Random(1)).value()).matches("[A-Za-z0-9]{32}");
        assertThat(HubToken.generate().value()).isNotEqualTo(HubToken.generate().value());
    }

    @Test
    void everyLetterAndDigitOccursInGeneratedTokens() {
        Random random = new Random(1);

        String many =
                Stream.generate(() -> Generated.by(random).value()).limit(100).reduce("", String::concat);

        assertThat(many.chars().distinct().count()).isEqualTo(62);
    }

    @Test
    void onlyAGeneratedTokenIsShown() {
        assertThat(new Generated("secret").shown()).isEqualTo("secret");
        assertThat(new Given("secret").shown()).isEqualTo("***");
    }

    @Test
    void noTokenIsPrintedByAccident() {
        assertThat(new Generated("secret").toString()).doesNotContain("secret");
        assertThat(new Given("secret").toString()).doesNotContain("secret");
    }
}
