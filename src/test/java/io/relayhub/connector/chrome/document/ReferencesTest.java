package io.relayhub.connector.chrome.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private static final References.Owner MAIN = new References.Owner("s", "main");
    private static final References.Owner FRAME = new References.Owner("s", "frame");

    private final References references = new References();

    @Test
    void aNumberBelongsToTheDocumentThatGaveIt() {
        references.given(MAIN, 3);
        references.given(FRAME, 5);
        references.given(MAIN, 9);
        assertEquals(Optional.of(MAIN), references.find(3));
        assertEquals(Optional.of(FRAME), references.find(4));
        assertEquals(Optional.of(MAIN), references.find(9));
        assertTrue(references.find(10).isEmpty());
    }

    @Test
    void aDocumentThatGaveNoNewNumbersOwnsNone() {
        references.given(MAIN, 3);
        references.given(FRAME, 3);
        assertEquals(Optional.of(MAIN), references.find(3));
        assertEquals(3, references.last());
    }

    @Test
    void aNumberIsNeverGivenAgain() {
        references.given(MAIN, 3);
        references.clear();
        assertTrue(references.find(3).isEmpty());
        assertEquals(3, references.last());
    }

    @Test
    void theOldestNumbersGiveWay() {
        for (int i = 1; i <= References.MAX_RANGES + 1; i++) {
            references.given(MAIN, i);
        }
        assertTrue(references.find(1).isEmpty());
        assertEquals(Optional.of(MAIN), references.find(2));
    }
}
