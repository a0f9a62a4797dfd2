package io.relayhub.connector.chrome;

import io.relayhub.testing.PageServer;
import io.relayhub.testing.RealBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// One headless Chromium and one server of pages for all tests of a class; the classes take turns.
abstract class WithOneBrowser {
    static PageServer pages;
    static ChromeTester chrome;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        RealBrowser.orSkip();
        pages = new PageServer();
        chrome = ChromeTester.launch(home);
    }

    @AfterAll
    static void stop() {
        if (chrome != null) {
            chrome.close();
            pages.close();
        }
    }

    /// An action's data: the tab, and the rest as JSON members.
    static String data(int tab, String rest) {
        return "{\"tabId\":" + tab + "," + rest + "}";
    }
}
