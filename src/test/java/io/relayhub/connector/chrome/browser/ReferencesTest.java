package io.relayhub.connector.chrome.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private final References references = new References();

    private static References.Node node(int id) {
        return new References.Node("s", id);
    }

    @Test
    void anElementKeepsItsName() {
        String name = references.name(node(1));
        assertNotEquals(name, references.name(node(2)));
        assertEquals(name, references.name(node(1)));
        assertEquals(Optional.of(node(1)), references.find(name));
    }

    @Test
    void aPageThatNeverStopsTakesABoundedPlace() {
        String used = references.name(node(1));
        String unused = references.name(node(2));
        for (int id = 3; id <= References.MAX_NAMES; id++) {
            references.name(node(id));
        }
        assertEquals(Optional.of(node(1)), references.find(used));
        references.name(node(References.MAX_NAMES + 1));
        assertEquals(Optional.of(node(1)), references.find(used));
        assertTrue(references.find(unused).isEmpty());
        assertNotEquals(unused, references.name(node(2)));
    }
}
