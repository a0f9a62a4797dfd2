package io.relayhub.connector.chrome.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LifeTest {
    private static final Deadline LATER = Deadline.in(Duration.ofSeconds(20));

    private final Life life = new Life();

    @Test
    void afterACrashThePageCanLiveAgain() throws Exception {
        life.require();
        life.crash("crashed");
        assertEquals("crashed", assertThrows(CdpException.class, life::require).sentence());
        life.revive();
        life.require();
    }

    @Test
    void afterTheEndItCannot() {
        life.crash("crashed");
        life.end("closed");
        life.revive();
        assertEquals("closed", assertThrows(CdpException.class, life::require).sentence());
    }

    @Test
    void waitingEndsWithTheConditionTheTimeOrThePage() throws Exception {
        assertTrue(life.await(() -> true, LATER));
        assertFalse(life.await(() -> false, Deadline.in(Duration.ZERO)));
        Thread.ofVirtual().start(() -> life.end("closed"));
        assertThrows(CdpException.class, () -> life.await(() -> false, LATER));
    }
}
