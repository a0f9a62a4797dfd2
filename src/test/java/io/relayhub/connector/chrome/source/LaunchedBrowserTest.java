package io.relayhub.connector.chrome.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LaunchedBrowserTest {
    private static String words(String... lines) {
        LastWords words = new LastWords();
        words.read(new BufferedReader(new StringReader(String.join("\n", lines))));
        return words.text();
    }

    @Test
    void aMissingDisplayIsNamedInOneSentence() {
        String said = words(
                "[1:1:1125/1.2:ERROR:ozone_platform_x11.cc(249)] Missing X server or $DISPLAY",
                "[1:1:1125/1.2:ERROR:env.cc(257)] The platform failed to initialize.  Exiting.",
                "[1:1:1125/1.2:ERROR:dbus.cc(1)] Failed to connect to the bus");
        assertThat(LaunchedBrowser.endedAtOnce(1, Path.of("p"), said))
                .isEqualTo("Chrome ended at once (exit code 1): there is no display for its window; add --headless.");
    }

    @Test
    void theProfileIsBlamedOnlyWhenItIsInUse() {
        assertThat(LaunchedBrowser.endedAtOnce(21, Path.of("p"), "")).contains("another Chrome uses the profile p");
        assertThat(LaunchedBrowser.endedAtOnce(1, Path.of("p"), words("[1:2:ERROR:a.cc(1)] No memory")))
                .isEqualTo("Chrome ended at once (exit code 1): No memory");
        assertThat(LaunchedBrowser.endedAtOnce(3, Path.of("p"), words())).endsWith("and said nothing.");
    }
}
