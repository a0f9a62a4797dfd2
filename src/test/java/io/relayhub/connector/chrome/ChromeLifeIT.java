package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.connector.chrome.source.Executables;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.testing.PageServer;
import io.relayhub.testing.RealBrowser;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A browser that comes and goes, several agents at once, and what the operator does not allow.
@Timeout(180)
class ChromeLifeIT {
    private static final String PROFILE = "--user-data-dir=";

    @TempDir
    private Path home;

    // As in a connector, where each request has a virtual thread.
    private final ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor();
    private PageServer pages;

    @BeforeEach
    void start() {
        RealBrowser.orSkip();
        pages = new PageServer();
    }

    @AfterEach
    void stop() {
        if (pages != null) {
            pages.close();
        }
        agents.close();
    }

    /// As the browser itself was told: other runs on this machine have profiles of their own.
    private static Path profileOf(List<ProcessHandle> family) {
        return family.stream()
                .flatMap(process -> process.info().arguments().stream().flatMap(Arrays::stream))
                .filter(argument -> argument.startsWith(PROFILE))
                .map(argument -> Path.of(argument.substring(PROFILE.length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingIsLeftOfALaunchedBrowser() throws Exception {
        List<ProcessHandle> family;
        Path profile;
        try (ChromeTester chrome = ChromeTester.launch(home)) {
            chrome.open(pages.url("/page"));
            family = ProcessHandle.current().descendants().toList();
            profile = profileOf(family);
            assertTrue(Files.isDirectory(profile));
        }
        assertTrue(family.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(profile));
    }

    @Test
    void nothingIsLeftOfABrowserWhoseConnectorWasKilled() throws Exception {
        try (BrowserHolder holder = BrowserHolder.start(home)) {
            List<ProcessHandle> family = holder.family();
            assertTrue(family.stream().anyMatch(process -> commandOf(process).contains("chrom")));
            assertTrue(family.stream().anyMatch(process -> commandOf(process).endsWith("sh")), "the watchdog");
            Path profile = profileOf(family);
            assertTrue(Files.isDirectory(profile));
            holder.kill();
            for (ProcessHandle process : family) {
                process.onExit().get(20, TimeUnit.SECONDS);
            }
            assertFalse(Files.exists(profile));
        }
    }

    private static String commandOf(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("");
    }

    @Test
    void theRequestAfterALaunchedBrowserWasKilledWorks() throws Exception {
        try (ChromeTester chrome = ChromeTester.launch(home)) {
            int tab = chrome.open(pages.url("/page"));
            chrome.ask("set_mock", "{\"url\":\"*/api/one\",\"mockData\":{\"answer\":42}}");
            CompletableFuture<ActionException> running = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return chrome.refusal(
                                    "page_eval",
                                    "{\"tabId\":" + tab + ",\"expression\":\"window.begun = new Promise(() => 0)\"}");
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    agents);
            while (!chrome.eval(tab, "!!window.begun").asBoolean()) {
                Thread.onSpinWait();
            }
            RealBrowser.kill(RealBrowser.launched());
            int again = chrome.open(pages.url("/page"));
            assertTrue(again > tab, "a tab id is never used again");
            assertEquals("A test page", chrome.eval(again, "document.title").asString());
            assertEquals(
                    "{\"answer\":42}",
                    chrome.eval(again, "fetch('/api/one').then(a => a.text())").asString());
            assertEquals("BROWSER_GONE", running.get(5, TimeUnit.SECONDS).code());
            assertEquals(
                    "TAB_NOT_FOUND",
                    chrome.refusal("page_snapshot", "{\"tabId\":" + tab + "}").code());
        }
    }

    @Test
    void theNextRequestAfterAKilledBrowserWaitsForTheNewOne() throws Exception {
        try (ChromeTester chrome = ChromeTester.launch(home)) {
            for (int round = 0; round < 3; round++) {
                chrome.open(pages.url("/page"));
                RealBrowser.kill(RealBrowser.launched());
                assertTrue(chrome.ask("tab_list", "{}").path("tabs").size() > 0);
            }
        }
    }

    @Test
    void anAttachedBrowserIsFoundAgainAfterItsRestart() throws Exception {
        int port = freePort();
        List<ProcessHandle> others = new ArrayList<>();
        try {
            try (ChromeTester chrome = ChromeTester.attach(home, "http://127.0.0.1:" + port)) {
                Process first = browser(port, "first");
                others.add(first.toHandle());
                int tab = chrome.open(pages.url("/page"));
                assertEquals("A test page", chrome.eval(tab, "document.title").asString());
                RealBrowser.kill(family(first));
                CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return chrome.ask("tab_open", "{\"url\":\"" + pages.url("/page") + "\"}");
                            } catch (ActionException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        agents);
                others.add(browser(port, "second").toHandle());
                assertEquals(
                        "A test page",
                        waiting.get(40, TimeUnit.SECONDS).path("title").asString());
            }
            assertTrue(others.getLast().isAlive(), "somebody else's browser is left alone");
        } finally {
            others.stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
            RealBrowser.kill(others);
        }
    }

    @Test
    void aDialogThatIsTheUsersStopsItsTabOnlyAndAtOnce() throws Exception {
        int port = freePort();
        Process browser = browser(port, "dialogs");
        try (ChromeTester chrome = ChromeTester.attach(home, "http://127.0.0.1:" + port)) {
            int tab = chrome.open(pages.url("/page"));
            int other = chrome.open(pages.url("/page"));
            String where = "{\"tabId\":" + tab;
            ActionException opened = chrome.refusal("page_eval", where + ",\"expression\":\"alert('?')\"}");
            assertEquals("DIALOG_OPEN", opened.code());
            assertTrue(opened.sentence().startsWith("Tab " + tab + " shows a dialog (alert)"), opened.sentence());
            for (String action : List.of("page_snapshot", "get_screenshot")) {
                assertEquals("DIALOG_OPEN", chrome.refusal(action, where + "}").code(), action);
            }
            String away = where + ",\"url\":\"" + pages.url("/number?1") + "\"}";
            assertEquals("DIALOG_OPEN", chrome.refusal("page_navigate", away).code());
            JsonNode logs = chrome.ask("get_logs", where + "}").path("logs");
            assertEquals("alert: ?", logs.path(0).path("text").asString());
            chrome.ask("tab_list", "{}");
            assertEquals("A test page", chrome.eval(other, "document.title").asString());
            chrome.ask("tab_close", where + "}");
        } finally {
            RealBrowser.kill(family(browser));
        }
    }

    @Test
    void withoutABrowserTheAgentIsToldWhatToDo() throws Exception {
        int port = freePort();
        try (ChromeTester chrome = ChromeTester.attach(home, "http://127.0.0.1:" + port)) {
            ActionException missing = chrome.refusal("tab_list", "{}", Duration.ofSeconds(1));
            assertEquals("UNAVAILABLE", missing.code());
            assertTrue(missing.sentence().contains("--remote-debugging-port=" + port), missing.sentence());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private Process browser(int port, String profile) throws IOException {
        return new ProcessBuilder(
                        Executables.find().orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=" + port,
                        "--user-data-dir=" + home.resolve(profile),
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<ProcessHandle> family(Process process) {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process.toHandle());
        return family;
    }

    @Test
    void twoAgentsAtOnceGetTheirOwnAnswers() throws Exception {
        try (ChromeTester chrome = ChromeTester.launch(home)) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (String name : List.of("red", "blue")) {
                int tab = chrome.open(pages.url("/number?" + name));
                answers.add(CompletableFuture.supplyAsync(() -> hundredRequests(chrome, tab, name), agents));
            }
            for (CompletableFuture<Integer> agent : answers) {
                assertEquals(100, agent.get(120, TimeUnit.SECONDS));
            }
        }
    }

    /// Each answer names what it belongs to.
    private int hundredRequests(ChromeTester chrome, int tab, String name) {
        try {
            for (int i = 0; i < 100; i += 5) {
                String page = name + i;
                String where = "{\"tabId\":" + tab;
                JsonNode arrived =
                        chrome.ask("page_navigate", where + ",\"url\":\"" + pages.url("/number?" + page) + "\"}");
                assertEquals(page, arrived.path("title").asString());
                assertEquals(
                        page + "!", chrome.eval(tab, "document.title + '!'").asString());
                String snapshot = chrome.ask("page_snapshot", where + "}")
                        .path("snapshot")
                        .asString();
                assertTrue(snapshot.contains("\"" + page + "\""), () -> page + ": " + snapshot);
                JsonNode requests =
                        chrome.ask("get_requests", where + ",\"count\":1,\"filter\":\"/number\",\"withBodies\":true}");
                String body =
                        requests.path("requests").path(0).path("responseBody").asString("");
                assertTrue(body.contains("<p id=n>" + page + "<"), () -> page + ": " + requests);
                JsonNode shot = chrome.ask("get_screenshot", where + ",\"selector\":\"#n\"}");
                assertEquals(page, shot.path("meta").path("title").asString());
            }
            return 100;
        } catch (ActionException | InterruptedException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    @Test
    void pagesOfOtherOriginsAreNotTouched() throws Exception {
        try (ChromeTester chrome = ChromeTester.launch(home, "http://127.0.0.1:*")) {
            String elsewhere = pages.url("localhost", "/page");
            int tab = chrome.open(pages.url("/frames"));
            assertForbidden(chrome, "page_navigate", "{\"tabId\":" + tab + ",\"url\":\"" + elsewhere + "\"}");
            assertForbidden(chrome, "tab_open", "{\"url\":\"" + elsewhere + "\"}");
            assertForbidden(chrome, "tab_open", "{\"url\":\"https://127.0.0.1/\"}");
            assertForbidden(chrome, "proxy_request", "{\"url\":\"" + elsewhere + "\"}");
            assertForbidden(chrome, "proxy_request", "{\"url\":\"" + pages.url("/away") + "\"}");
            chrome.ask("page_click", "{\"tabId\":" + tab + ",\"selector\":\"#inside-same\"}");
            ActionException inside = chrome.refusal(
                    "page_click", "{\"tabId\":" + tab + ",\"selector\":\"#inside-other\",\"timeout\":0}");
            assertTrue(inside.sentence().contains("1 of origins that are not allowed left out"), inside.sentence());
            String requests = chrome.ask("get_requests", "{\"tabId\":" + tab + ",\"resourceType\":\"all\"}")
                    .toString();
            assertTrue(requests.contains("127.0.0.1"), requests);
            assertFalse(requests.contains("http://localhost"), requests);

            // The page goes there by itself: from then on it is left alone.
            assertForbidden(chrome, "page_navigate", "{\"tabId\":" + tab + ",\"url\":\"" + pages.url("/away") + "\"}");
            for (String action : List.of("page_snapshot", "get_screenshot", "get_requests", "get_logs")) {
                assertForbidden(chrome, action, "{\"tabId\":" + tab + "}");
            }
            assertForbidden(chrome, "page_eval", "{\"tabId\":" + tab + ",\"expression\":\"1\"}");
            JsonNode tabs = chrome.ask("tab_list", "{}").path("tabs");
            for (JsonNode entry : tabs) {
                if (entry.path("tabId").asInt() == tab) {
                    assertTrue(entry.path("forbidden").asBoolean());
                    assertFalse(entry.has("url"));
                }
            }

            // An agent has brought it there: it may leave, and close its own tab.
            JsonNode back =
                    chrome.ask("page_navigate", "{\"tabId\":" + tab + ",\"url\":\"" + pages.url("/page") + "\"}");
            assertEquals("A test page", back.path("title").asString());
            assertForbidden(chrome, "page_navigate", "{\"tabId\":" + tab + ",\"url\":\"" + pages.url("/away") + "\"}");
            chrome.ask("tab_close", "{\"tabId\":" + tab + "}");
        }
    }

    private static void assertForbidden(ChromeTester chrome, String action, String data) throws InterruptedException {
        assertEquals("FORBIDDEN", chrome.refusal(action, data).code(), action + " " + data);
    }
}
