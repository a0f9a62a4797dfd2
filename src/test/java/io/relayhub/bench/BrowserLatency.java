package io.relayhub.bench;

import io.relayhub.RelayHub;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.Request;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import io.relayhub.testing.PageServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How long actions in a headless Chrome take from a client through the hub and back, one at a time, all in one process
/// on loopback, in a tab in front and in one behind it. Not a test: prints percentiles (docs/chrome.md, "How fast").
///
/// With the arguments `idle 180`: one action each, before and after so many seconds without any.
public final class BrowserLatency {
    private static final int WARM_UP = 30;
    private static final int MEASURED = 100;
    private static final String PAGE =
            "<title>t</title><input id=i><button id=b onclick='window.n=(window.n||0)+1'>b</button>";

    private BrowserLatency() {}

    public static void main(String[] args) throws Exception {
        String token = "token-of-the-benchmark-0123456789";
        Path home = Files.createTempDirectory("relayhub-bench-");
        try (RelayHub hub = RelayHub.builder().port(0).token(token).build();
                PageServer pages = new PageServer()) {
            hub.start();
            HubAddress address =
                    HubAddress.parse("ws://127.0.0.1:" + hub.port() + "/ws").withToken(token);
            var providers = ProviderSet.installed()
                    .open(
                            List.of("chrome"),
                            new ProviderOptions(
                                    home,
                                    Map.of("chrome", List.of("launch"), "chrome-headless", List.of("true")),
                                    notice -> {}));
            try (Connector connector = Connector.of(
                            address, ConnectorOptions.of("bench", "bench"), providers, new ConnectorFacts());
                    RelayClient client = RelayClient.connect(address, ClientOptions.DEFAULT)) {
                connector.start();
                while (hub.stats().connectors() == 0) {
                    Thread.onSpinWait();
                }
                String url = pages.page("/latency", PAGE);
                int behind = open(client, url, false);
                int front = open(client, url, true);
                if (args.length == 2) {
                    idle(client, front, Integer.parseInt(args[1]));
                } else {
                    measure(client, "front", front);
                    measure(client, "behind", behind);
                }
            }
        }
    }

    private static int open(RelayClient client, String url, boolean active) {
        String data = "{\"url\":\"" + url + "\",\"active\":" + active + "}";
        return ask(client, "tab_open", data).path("tabId").asInt(0);
    }

    private static JsonNode ask(RelayClient client, String action, String data) {
        JsonNode json = JsonMapper.shared().readTree(data);
        return client.invoke(Request.of(action).withData(json)).join().data();
    }

    private static void measure(RelayClient client, String where, int tab) {
        String which = "{\"tabId\":" + tab + ",";
        run(client, where + " eval", "page_eval", which + "\"expression\":\"1+1\"}");
        run(client, where + " click", "page_click", which + "\"selector\":\"#b\"}");
        run(client, where + " type 12", "page_type", which + "\"selector\":\"#i\",\"text\":\"hello, world\"}");
        run(client, where + " type 1", "page_type", which + "\"selector\":\"#i\",\"text\":\"h\"}");
        run(client, where + " hover", "page_hover", which + "\"selector\":\"#b\"}");
        run(client, where + " press", "page_press", which + "\"key\":\"a\"}");
    }

    private static void run(RelayClient client, String what, String action, String data) {
        long[] nanos = new long[MEASURED];
        for (int i = -WARM_UP; i < MEASURED; i++) {
            long begun = System.nanoTime();
            ask(client, action, data);
            nanos[Math.max(0, i)] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT, "%-15s p50 %.1f ms, p90 %.1f ms%n", what, at(nanos, 0.5) / 1e6, at(nanos, 0.9) / 1e6);
    }

    private static long at(long[] sorted, double part) {
        return sorted[(int) (part * (sorted.length - 1))];
    }

    private static void idle(RelayClient client, int tab, int seconds) throws InterruptedException {
        String data = "{\"tabId\":" + tab + ",\"expression\":\"1+1\"}";
        for (int i = 0; i < 2; i++) {
            for (String action : List.of("page_eval", "tab_list")) {
                long begun = System.nanoTime();
                ask(client, action, action.equals("page_eval") ? data : "{}");
                System.out.printf(Locale.ROOT, "%s %.1f ms%n", action, (System.nanoTime() - begun) / 1e6);
            }
            if (i == 0) {
                TimeUnit.SECONDS.sleep(seconds);
            }
        }
    }
}
