package io.relayhub.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ReadyBannerTest {
    @Test
    void theBannerHasLinesToCopy() {
        assertThat(printed(new ReadyBanner("ws://10.0.1.100:8080/ws", "abc"))).isEqualTo("""
                [relayhub] Ready: ws://10.0.1.100:8080/ws

                  Connect from your local machine:
                    relayhub connect "ws://10.0.1.100:8080/ws?token=abc"

                  Or try the bare protocol first:
                    npx wscat -c "ws://10.0.1.100:8080/ws?token=abc"

                """);
    }

    @Test
    void aHubWithoutTokensAsksForNone() {
        assertThat(printed(new ReadyBanner("ws://127.0.0.1:9000/relay", "")))
                .contains("relayhub connect \"ws://127.0.0.1:9000/relay\"\n")
                .doesNotContain("token");
    }

    private static String printed(ReadyBanner banner) {
        var bytes = new ByteArrayOutputStream();
        banner.print(new PrintStream(bytes, true, UTF_8));
        return bytes.toString(UTF_8);
    }
}
