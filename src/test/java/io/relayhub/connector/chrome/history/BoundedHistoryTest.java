package io.relayhub.connector.chrome.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedHistoryTest {
    private final BoundedHistory<String> history = new BoundedHistory<>(3, 100);

    @Test
    void theOldestGivesWayToTheCount() {
        for (String entry : List.of("a", "b", "c", "d")) {
            history.put(entry, entry, 1);
        }
        assertEquals(List.of("b", "c", "d"), history.all());
        assertNull(history.get("a"));
        assertEquals(1, history.dropped());
    }

    @Test
    void theOldestGiveWayToTheWeight() {
        history.put("a", "a", 40);
        history.put("b", "b", 40);
        history.put("c", "c", 70);
        assertEquals(List.of("c"), history.all());
        assertEquals(2, history.dropped());
    }

    @Test
    void anEntryThatIsReplacedKeepsItsPlaceAndCountsOnce() {
        history.put("a", "a", 40);
        history.put("b", "b", 40);
        history.put("a", "A", 60);
        assertEquals(List.of("A", "b"), history.all());
        history.remove("a");
        history.put("c", "c", 60);
        assertEquals(List.of("b", "c"), history.all());
        assertEquals(0, history.dropped());
    }

    @Test
    void anEntryHeavierThanEverythingIsNotKept() {
        history.put("a", "a", 1);
        history.put("b", "b", 1);
        history.put("huge", "huge", 101);
        assertEquals(List.of("a", "b"), history.all());
        history.put("b", "b that has grown", 101);
        assertEquals(List.of("a"), history.all());
        assertEquals(2, history.dropped());
        history.put("c", "c", 100);
        assertEquals(List.of("c"), history.all());
    }
}
