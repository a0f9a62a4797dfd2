package io.relayhub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.connector.spi.ActionError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorDocsTest {
    @Test
    void everyErrorIsInTheTableWithItsRetry() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("docs/connector.md")).stream()
                .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                .map(line -> line.replaceAll("^\\| `([A-Z_]+)` .* \\| (yes|no) \\|$", "$1 $2"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ActionError.values())
                        .map(error -> error.name() + (error.retryable() ? " yes" : " no"))
                        .toList());
    }
}
