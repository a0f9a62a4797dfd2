package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.BrowserPage;
import io.relayhub.testing.RawWebSocket;
import io.relayhub.testing.RealBrowser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The fleet's page of a real hub in a real browser.
@Timeout(90)
class FleetPageIT {
    private static final String VIEWER = "the-viewers-token-0123456789";
    private static Hub hub;
    private static BrowserPage.Window window;

    private record Machine(String id, String name, String group, String country) {}

    private static final List<Machine> MACHINES = List.of(
            new Machine("web-1", "Web Server 1", "production", "DE"),
            new Machine("web-2", "Web Server 2", "production", "CN"),
            new Machine("db-1", "Database", "production", "US"),
            new Machine("ci-1", "Builder", "testing", "NL"));

    @BeforeAll
    static void start() {
        boolean built = FleetPageIT.class.getResource("/pages/fleet.html") != null;
        if (!built) {
            System.out.println("SKIPPED: the pages are not built here, so their test in a real browser does not run.");
        }
        Assumptions.assumeTrue(built, "the pages are not built");
        RealBrowser.orSkip();
        List<String> properties = new ArrayList<>(List.of(
                "relayhub.tokens[0].name=wall",
                "relayhub.tokens[0].token=" + VIEWER,
                "relayhub.tokens[0].roles=viewer",
                "relayhub.fleet.secret=the secret of all",
                "relayhub.fleet.offline-after=2s",
                "relayhub.fleet.history-step=1s",
                "relayhub.fleet.servers[4].id=never-seen"));
        for (int i = 0; i < MACHINES.size(); i++) {
            properties.add(
                    "relayhub.fleet.servers[" + i + "].id=" + MACHINES.get(i).id());
        }
        hub = Hub.start(properties.toArray(String[]::new));
        window = new BrowserPage.Window();
    }

    @AfterAll
    static void stop() {
        if (window != null) {
            window.close();
        }
        if (hub != null) {
            hub.close();
        }
    }

    /// All machines, which report four times a second.
    private static final class Reporters implements AutoCloseable {
        private final List<RawWebSocket> sockets = MACHINES.stream()
                .map(machine -> RawWebSocket.connect(
                        hub.port(), "/ws-report", "X-AUTH-SECRET: the secret of all", "X-SERVER-ID: " + machine.id()))
                .toList();
        private volatile boolean stopped;
        private final Thread thread = Thread.ofPlatform().daemon().start(this::run);

        private void run() {
            for (int round = 0; !stopped; round++) {
                for (int i = 0; i < sockets.size(); i++) {
                    int percent = 30 + i * 15 + (round * 7 + i * 3) % 13;
                    sockets.get(i).text(report(MACHINES.get(i), percent, (round * 7 + i) % 13 * 100_000 + 300_000));
                }
                LockSupport.parkNanos(250_000_000L);
            }
        }

        @Override
        public void close() {
            stopped = true;
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sockets.forEach(RawWebSocket::close);
        }
    }

    private static String report(Machine machine, int percent, int received) {
        return """
            {"serverId":"%s","serverName":"%s","group":"%s","countryCode":"%s",
             "cpu":{"percent":%d,"cores":8,"modelName":"Fast Processor 9000"},
             "memory":{"total":34359738368,"used":%d,"usedPercent":%d},"swap":{"total":4294967296,"used":1073741824,"usedPercent":25},
             "disk":[{"path":"/","fstype":"ext4","total":107374182400,"used":53687091200,"usedPercent":50.0},
                     {"path":"/var/lib/data","fstype":"xfs","total":2199023255552,"used":2089072092774,"usedPercent":95.0}],
             "network":{"interfaceName":"eth0","bytesSent":73741824000,"bytesRecv":214748364800,"inSpeed":%d,"outSpeed":524288},
             "system":{"hostname":"%1$s","os":"linux","platform":"debian","platformVersion":"13","arch":"amd64",
                       "kernel":"6.12.0","uptime":864000,"load":[0.42,0.5,0.61],"virtualization":"kvm"}}""".formatted(
                        machine.id(),
                        machine.name(),
                        machine.group(),
                        machine.country(),
                        percent,
                        34359738368L * percent / 100,
                        percent,
                        received)
                .replaceAll("\\s*\\n\\s*", "");
    }

    private static String address(String fragment) {
        return "http://127.0.0.1:" + hub.port() + "/fleet" + fragment;
    }

    private static BrowserPage signedIn(int width, String languages) {
        BrowserPage page = window.page(width, 900, languages);
        page.open(address("#token=" + VIEWER));
        return page;
    }

    /// Screenshots to look at, where somebody wants them: `-Dpages.shots=<directory>`.
    private static void shoot(BrowserPage page, String name) {
        String directory = System.getProperty("pages.shots", "");
        if (!directory.isEmpty()) {
            page.shoot(Path.of(directory, name + ".png"));
        }
    }

    private static void assertFits(BrowserPage page) {
        assertThat(page.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                        .asInt())
                .as("pixels beyond the right edge")
                .isZero();
    }

    @Test
    void serversAppearAndMoveAndGoOffline() {
        try (BrowserPage page = signedIn(1280, "en")) {
            try (Reporters _ = new Reporters()) {
                page.await("document.querySelectorAll('li[data-state=online]').length === 4");
                assertThat(page.ask("location.href").asString()).doesNotContain(VIEWER);
                assertThat(page.text())
                        .contains("production", "testing", "Web Server 1", "debian 13", "32.0 GiB", "KiB/s", "10d 0h");
                page.await("document.querySelector('.silent').textContent.startsWith('One configured server')");
                page.ask("window.before = document.querySelector('.row .cpu b').textContent");
                page.await("document.querySelector('.row .cpu b').textContent !== window.before");
                page.await("document.querySelectorAll('.row .spark canvas').length === 8");
                page.await("document.querySelector('.status').textContent === 'Live'");
                shoot(page, "list-1280-light");
            }
            page.await("document.querySelectorAll('li[data-state=offline]').length === 4");
            assertThat(page.text()).contains("Offline", "ago");
            page.await("document.querySelector('.events').textContent.includes('is offline')");
            shoot(page, "list-1280-offline");
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void aServerOpensAndClosesByTheKeyboard() {
        try (Reporters _ = new Reporters();
                BrowserPage page = signedIn(1280, "en")) {
            page.prefer("prefers-color-scheme", "dark");
            page.await("document.querySelectorAll('li[data-state=online]').length === 4");
            shoot(page, "list-1280-dark");
            page.press("/");
            page.type("databa");
            page.await("document.querySelectorAll('li[data-state]').length === 1");
            page.press("ArrowDown");
            page.press("Enter");
            page.await("document.querySelector('.detail h1').textContent === 'Database'");
            page.await("document.querySelectorAll('.plot canvas').length === 3");
            page.await("document.querySelector('.plot').getAttribute('aria-label').includes('mean')");
            assertThat(page.text())
                    .contains("/var/lib/data", "Fast Processor 9000 × 8", "6.12.0", "Transferred", "95%");
            shoot(page, "detail-1280-dark");
            page.press("Escape");
            page.await("document.activeElement.classList.contains('row')");
            assertThat(page.ask("document.activeElement.textContent").asString())
                    .contains("Database");
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void aPhoneShowsItWithoutScrollingSideways() {
        try (Reporters _ = new Reporters();
                BrowserPage page = signedIn(390, "en")) {
            page.await("document.querySelectorAll('li[data-state=online]').length === 4");
            assertFits(page);
            shoot(page, "list-390-light");
            page.ask("location.hash = '#/web-2'");
            page.await("document.querySelectorAll('.plot canvas').length === 3");
            page.await("document.querySelector('.plot').getAttribute('aria-label').includes('mean')");
            assertFits(page);
            shoot(page, "detail-390-light");
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void aChineseBrowserGetsItInChinese() {
        try (Reporters _ = new Reporters();
                BrowserPage page = signedIn(1280, "zh-CN,zh;q=0.9,en;q=0.5")) {
            page.await("document.querySelectorAll('li[data-state=online]').length === 4");
            assertThat(page.text()).contains("在线", "内存", "运行时间", "10天");
            assertThat(page.ask("document.documentElement.lang").asString()).isEqualTo("zh-CN");
            shoot(page, "list-1280-chinese");
            page.ask("location.hash = '#/db-1'");
            page.await("document.querySelector('.detail h1').textContent === 'Database'");
            assertThat(page.text()).contains("系统信息", "美国", "内核");
            shoot(page, "detail-1280-chinese");
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void aWrongTokenIsAskedForAgain() {
        try (Reporters _ = new Reporters();
                BrowserPage page = window.page(390, 844, "en")) {
            page.prefer("prefers-color-scheme", "dark");
            page.open(address(""));
            page.await("document.activeElement.name === 'token'");
            page.type("not-the-token");
            page.press("Enter");
            page.await("document.querySelector('.problem').textContent.includes('wrong')");
            assertFits(page);
            shoot(page, "signin-390-dark");
            // What the browser itself says of the 401.
            assertThat(page.errors()).allMatch(error -> error.contains("401"));
            int before = page.errors().size();
            page.type(VIEWER);
            page.press("Enter");
            page.await("document.querySelectorAll('li[data-state=online]').length === 4");
            shoot(page, "list-390-dark");
            page.open(address("?again"));
            page.await("document.querySelectorAll('li[data-state=online]').length === 4");
            assertThat(page.errors()).hasSize(before);
        }
    }

    @Test
    void thePageComesWithItsPolicyAndIsKeptByBrowsers() throws Exception {
        HttpResponse<String> html = get("/fleet", "");
        assertThat(html.statusCode()).isEqualTo(200);
        assertThat(html.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT))
                .isEqualTo("text/html;charset=utf-8");
        assertThat(html.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                        .doesNotContain("unsafe"));
        String tag = html.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/fleet", tag).statusCode()).isEqualTo(304);
        Matcher assets =
                Pattern.compile("\"\\./(fleet/assets/[^\"]+\\.(js|css|svg))\"").matcher(html.body());
        List<String> kinds = new ArrayList<>();
        while (assets.find()) {
            HttpResponse<String> asset = get("/" + assets.group(1), "");
            assertThat(asset.statusCode()).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control").orElse(""))
                    .contains("max-age=31536000", "immutable");
            kinds.add(asset.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", ""));
        }
        assertThat(kinds).containsExactlyInAnyOrder("text/javascript", "text/css", "image/svg+xml");
        assertThat(get("/fleet/assets/none.js", "").statusCode()).isEqualTo(404);
        assertThat(get("/fleet/assets/..%2Ffleet.html", "").statusCode()).isBetween(400, 404);
        assertThat(get("/fleet/", "").headers().firstValue("Location").orElse(""))
                .endsWith("/fleet");
    }

    private static HttpResponse<String> get(String path, String knownTag) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + path));
        if (!knownTag.isEmpty()) {
            request.header("If-None-Match", knownTag);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
