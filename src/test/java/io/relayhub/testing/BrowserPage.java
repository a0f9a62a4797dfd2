package io.relayhub.testing;

import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpListener;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.source.BrowserSource.Unavailable;
import io.relayhub.connector.chrome.source.Executables;
import io.relayhub.connector.chrome.source.LaunchedBrowser;
import io.relayhub.connector.chrome.source.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One page of the hub in a real browser without a window, as a person has it before them: what it shows, what it is
/// typed, and every error that its console or the browser tells.
public final class BrowserPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// The browser, for as many pages as a test class wants; pages share nothing that they keep.
    public static final class Window implements AutoCloseable {
        private final HttpClient http = HttpClient.newHttpClient();
        private final List<Consumer<CdpEvent>> listeners = new CopyOnWriteArrayList<>();
        private final LaunchedBrowser browser = new LaunchedBrowser(
                Executables.find().orElseThrow(), LaunchedBrowser.Display.HEADLESS, new Profile.Temporary());
        private final CdpConnection connection;

        public Window() {
            try {
                connection = CdpConnection.open(http, browser.endpoint(soon()), soon(), new CdpListener() {
                    @Override
                    public void onEvent(CdpEvent event) {
                        listeners.forEach(listener -> listener.accept(event));
                    }

                    @Override
                    public void onClosed() {}
                });
            } catch (CdpException | Unavailable e) {
                throw new AssertionError("the browser does not start", e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        /// @param languages as in `Accept-Language`
        public BrowserPage page(int width, int height, String languages) {
            return new BrowserPage(this, width, height, languages);
        }

        @Override
        public void close() {
            connection.close();
            browser.close();
            http.shutdownNow();
        }
    }

    private final Window window;
    private final String context;
    private final String session;
    private final Consumer<CdpEvent> listener = this::onEvent;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private BrowserPage(Window window, int width, int height, String languages) {
        this.window = window;
        window.listeners.add(listener);
        context = call("", "Target.createBrowserContext", CdpConnection.object())
                .path("browserContextId")
                .asString();
        ObjectNode target = CdpConnection.object().put("url", "about:blank").put("browserContextId", context);
        String id = call("", "Target.createTarget", target).path("targetId").asString();
        session = call(
                        "",
                        "Target.attachToTarget",
                        CdpConnection.object().put("targetId", id).put("flatten", true))
                .path("sessionId")
                .asString();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tell(domain + ".enable", CdpConnection.object());
        }
        String agent = call("", "Browser.getVersion", CdpConnection.object())
                .path("userAgent")
                .asString();
        tell(
                "Network.setUserAgentOverride",
                CdpConnection.object().put("userAgent", agent).put("acceptLanguage", languages));
        tell(
                "Emulation.setDeviceMetricsOverride",
                CdpConnection.object()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
    }

    public void prefer(String feature, String value) {
        ObjectNode media = CdpConnection.object();
        media.putArray("features").addObject().put("name", feature).put("value", value);
        tell("Emulation.setEmulatedMedia", media);
    }

    public void open(String address) {
        tell("Page.navigate", CdpConnection.object().put("url", address));
    }

    /// The value of an expression; an object comes as JSON.
    public JsonNode ask(String expression) {
        JsonNode answer = call(
                session,
                "Runtime.evaluate",
                CdpConnection.object().put("expression", expression).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /// Returns when an expression is true.
    ///
    /// @throws AssertionError with what the page shows, when that takes too long
    public void await(String expression) {
        String patient = "new Promise(done => { const look = () => { let is = false; try { is = " + expression
                + "; } catch { } is ? done(true) : setTimeout(look, 50); }; look(); })";
        // A page on its way takes its promises with it.
        Deadline deadline = Deadline.in(PATIENCE);
        while (true) {
            try {
                window.connection.call(
                        session,
                        "Runtime.evaluate",
                        CdpConnection.object().put("expression", patient).put("awaitPromise", true),
                        deadline);
                if (ask("(() => { try { return !!(" + expression + "); } catch { return false; } })()")
                        .asBoolean(false)) {
                    return;
                }
            } catch (CdpException e) {
                if (deadline.passed()) {
                    throw new AssertionError("never: " + expression + "\n" + errors + "\n" + text(), e);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /// Everything that can be read on it.
    public String text() {
        return ask("document.body.innerText").asString("");
    }

    /// Types text where the focus is.
    public void type(String text) {
        tell("Input.insertText", CdpConnection.object().put("text", text));
    }

    /// Presses a key by its name in the DOM.
    public void press(String key) {
        ObjectNode down =
                CdpConnection.object().put("type", "keyDown").put("key", key).put("code", key);
        if (key.equals("Enter")) {
            down.put("windowsVirtualKeyCode", 13).put("text", "\r");
        } else if (key.length() == 1) {
            down.put("text", key);
        }
        tell("Input.dispatchKeyEvent", down);
        tell(
                "Input.dispatchKeyEvent",
                CdpConnection.object().put("type", "keyUp").put("key", key));
    }

    /// What went wrong so far: exceptions, errors of the console, and what the browser refused, as policies have it.
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /// Keeps what is on the screen as a PNG.
    public void shoot(Path file) {
        String data = call(session, "Page.captureScreenshot", CdpConnection.object())
                .path("data")
                .asString();
        try {
            Files.write(file, Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onEvent(CdpEvent event) {
        if (!event.session().equals(session)) {
            return;
        }
        JsonNode params = event.params();
        switch (event.method()) {
            case "Runtime.exceptionThrown" -> errors.add(params.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "assert").contains(params.path("type").asString(""))) {
                    errors.add(params.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = params.path("entry");
                if (entry.path("level").asString("").equals("error")) {
                    errors.add(entry.path("source").asString("") + ": "
                            + entry.path("text").asString(""));
                }
            }
            default -> {}
        }
    }

    private void tell(String method, ObjectNode params) {
        JsonNode _ = call(session, method, params);
    }

    private JsonNode call(String where, String method, ObjectNode params) {
        try {
            return window.connection.call(where, method, params, soon());
        } catch (CdpException e) {
            throw new AssertionError(method + ": " + e.sentence(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Deadline soon() {
        return Deadline.in(PATIENCE);
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }

    @Override
    public void close() {
        JsonNode _ =
                call("", "Target.disposeBrowserContext", CdpConnection.object().put("browserContextId", context));
        window.listeners.remove(listener);
    }
}
