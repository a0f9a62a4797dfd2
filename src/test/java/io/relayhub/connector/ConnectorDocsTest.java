package io.relayhub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.connector.spi.ActionError;
import io.relayhub.link.ErrorCode;
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

    @Test
    void everyErrorIsInTheOneCatalogueAndMeansTheSameThere() {
        for (ActionError error : ActionError.values()) {
            ErrorCode code = ErrorCode.valueOf(error.name());
            assertThat(code.retryable(false)).as(error.name()).isEqualTo(error.retryable());
        }
        assertThat(Arrays.stream(ErrorCode.values())
                        .filter(code -> code.source() == ErrorCode.Source.CONNECTOR)
                        .map(Enum::name))
                .isSubsetOf(Arrays.stream(ActionError.values()).map(Enum::name).toList());
    }
}
