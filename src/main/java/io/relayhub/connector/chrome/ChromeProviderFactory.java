package io.relayhub.connector.chrome;

import io.relayhub.connector.chrome.browser.Contexts;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.chrome.source.AttachedBrowser;
import io.relayhub.connector.chrome.source.BrowserSource;
import io.relayhub.connector.chrome.source.Executables;
import io.relayhub.connector.chrome.source.LaunchedBrowser;
import io.relayhub.connector.chrome.source.Profile;
import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderException;
import io.relayhub.connector.spi.ProviderFactory;
import io.relayhub.connector.spi.ProviderOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// `--provider chrome` with its options (docs/chrome.md, "Options"): `chrome`, `chrome-headless`, `chrome-profile`,
/// `chrome-path` and `allow-origin`.
public final class ChromeProviderFactory implements ProviderFactory {
    private static final String LAUNCH = "launch";
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    private final Duration grace;

    public ChromeProviderFactory() {
        this(Contexts.GRACE);
    }

    /// @param grace how long contexts of agents that have gone wait for others
    ChromeProviderFactory(Duration grace) {
        this.grace = grace;
    }

    @Override
    public String name() {
        return "chrome";
    }

    @Override
    public void check(ProviderOptions options) throws ProviderException {
        rules(options);
        String where = options.value("chrome").orElse(LAUNCH);
        if (!where.equals(LAUNCH)) {
            address(where);
        }
    }

    @Override
    public Provider open(ProviderOptions options) throws ProviderException {
        OriginRules rules = rules(options);
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        BrowserSource source = source(options, http);
        return new ChromeProvider(http, source, rules, grace, options::notice);
    }

    private static OriginRules rules(ProviderOptions options) throws ProviderException {
        try {
            return new OriginRules(options.all("allow-origin"));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(String.valueOf(e.getMessage()), e);
        }
    }

    private static BrowserSource source(ProviderOptions options, HttpClient http) throws ProviderException {
        String where = options.value("chrome").orElse(LAUNCH);
        return where.equals(LAUNCH) ? launched(options) : new AttachedBrowser(http, address(where));
    }

    private static URI address(String text) throws ProviderException {
        try {
            URI address = URI.create(text);
            if (String.valueOf(address.getScheme()).matches("https?|wss?") && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // The same sentence fits.
        }
        throw new ProviderException(
                "--chrome takes 'launch' or the address of a debugging port such as" + " http://127.0.0.1:9222.");
    }

    private static BrowserSource launched(ProviderOptions options) throws ProviderException {
        Optional<Path> executable = options.value("chrome-path").map(Path::of).or(Executables::find);
        if (executable.isEmpty()) {
            throw new ProviderException(
                    "No Chrome or Chromium was found: install one, or say where it is with" + " --chrome-path.");
        }
        boolean headless = options.value("chrome-headless")
                .map(value -> !value.equals("false"))
                .orElse(false);
        Optional<String> place = options.value("chrome-profile");
        boolean temporary = place.map("temp"::equals).orElse(headless);
        Profile profile = temporary
                ? new Profile.Temporary()
                : new Profile.Kept(place.map(Path::of).orElse(options.home().resolve("chrome-profile")));
        LaunchedBrowser.Display display = headless ? LaunchedBrowser.Display.HEADLESS : LaunchedBrowser.Display.WINDOW;
        if (display == LaunchedBrowser.Display.WINDOW
                && hasNoDisplay(System.getProperty("os.name", ""), System.getenv())) {
            options.notice("There is no display here, so the browser runs without a window, as with --headless.");
            display = LaunchedBrowser.Display.HEADLESS;
        }
        if (LaunchedBrowser.withoutSandbox()) {
            options.notice("The connector runs as root, so the browser runs without its sandbox (--no-sandbox).");
        }
        return new LaunchedBrowser(executable.get(), display, profile);
    }

    /// Whether a window could be shown nowhere.
    static boolean hasNoDisplay(String system, Map<String, String> environment) {
        return system.startsWith("Linux")
                && environment.getOrDefault("DISPLAY", "").isEmpty()
                && environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }
}
