package io.relayhub.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerFileTest {
    @Test
    void itIsWhereAHubOfThisUserHasIt() {
        assertThat(ServerFile.home(Map.of("RELAYHUB_HOME", "/r", "HOME", "/h"), "/u"))
                .isEqualTo(Path.of("/r"));
        assertThat(ServerFile.home(Map.of("RELAYHUB_HOME", " ", "HOME", "/h"), "/u"))
                .isEqualTo(Path.of("/h/.mtop-devtools"));
        assertThat(ServerFile.home(Map.of(), "/u")).isEqualTo(Path.of("/u/.mtop-devtools"));
    }
}
