package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChromeProviderFactoryTest {
    @Test
    void aWindowNeedsADisplayOnLinuxOnly() {
        assertTrue(ChromeProviderFactory.hasNoDisplay("Linux", Map.of("DISPLAY", "")));
        assertFalse(ChromeProviderFactory.hasNoDisplay("Linux", Map.of("DISPLAY", ":0")));
        assertFalse(ChromeProviderFactory.hasNoDisplay("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")));
        assertFalse(ChromeProviderFactory.hasNoDisplay("Mac OS X", Map.of()));
    }
}
