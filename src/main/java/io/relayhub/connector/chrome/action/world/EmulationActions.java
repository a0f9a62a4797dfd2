package io.relayhub.connector.chrome.action.world;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Members;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_emulate`: another screen, device, place, language, network or processor for one tab, until it is reset.
public final class EmulationActions {
    private static final Members VIEWPORT = Members.of("width", "height", "scale", "mobile", "touch");
    private static final Members PLACE = Members.of("latitude", "longitude", "accuracy");

    private record Device(int width, int height, double scale, String userAgent) {}

    private static final String IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
    private static final String PIXEL =
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/126.0.0.0 Mobile Safari/537.36";
    private static final String IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
    private static final Map<String, Device> DEVICES = Map.of(
            "iphone", new Device(393, 852, 3, IPHONE),
            "iphone-small", new Device(375, 667, 2, IPHONE),
            "pixel", new Device(412, 915, 2.625, PIXEL),
            "ipad", new Device(820, 1180, 2, IPAD));

    /// Latency in milliseconds, throughput in bytes a second.
    private record Network(boolean offline, double latency, double down, double up) {}

    private static final Map<String, Network> NETWORKS = Map.of(
            "none", new Network(false, 0, -1, -1),
            "offline", new Network(true, 0, 0, 0),
            "slow-3g", new Network(false, 2_000, 50_000, 50_000),
            "fast-3g", new Network(false, 560, 180_000, 84_000),
            "slow-4g", new Network(false, 170, 1_012_500, 168_750),
            "fast-4g", new Network(false, 60, 1_012_500, 168_750));

    private final Pages pages;

    public EmulationActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(ActionSpec.inTab(
                "page_emulate",
                this::emulate,
                "viewport",
                "device",
                "userAgent",
                "locale",
                "timezone",
                "geolocation",
                "colorScheme",
                "network",
                "cpu",
                "reset"));
    }

    private JsonNode emulate(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode answer = CdpConnection.object().put("tabId", tab.id());
        if (arguments.flag("reset", false)) {
            reset(tab, deadline);
            answer.put("reset", true);
        }
        if (arguments.has("device")) {
            device(tab, arguments.word("device", "iphone", "iphone-small", "pixel", "ipad"), deadline);
        }
        if (arguments.has("viewport")) {
            viewport(tab, Arguments.inner("\"viewport\"", arguments.json("viewport"), VIEWPORT), deadline);
        }
        if (arguments.has("userAgent")) {
            ObjectNode params = CdpConnection.object().put("userAgent", arguments.text("userAgent"));
            set(tab, "userAgent", "Emulation.setUserAgentOverride", params, deadline);
        }
        if (arguments.has("locale")) {
            ObjectNode params = CdpConnection.object().put("locale", arguments.text("locale"));
            set(tab, "locale", "Emulation.setLocaleOverride", params, deadline);
        }
        if (arguments.has("timezone")) {
            ObjectNode params = CdpConnection.object().put("timezoneId", arguments.text("timezone"));
            set(tab, "timezone", "Emulation.setTimezoneOverride", params, deadline);
        }
        if (arguments.has("geolocation")) {
            place(tab, Arguments.inner("\"geolocation\"", arguments.json("geolocation"), PLACE), deadline);
        }
        if (arguments.has("colorScheme")) {
            media(tab, arguments.word("colorScheme", "light", "dark"), deadline);
        }
        if (arguments.has("network")) {
            String word = arguments.word("network", "none", "offline", "slow-3g", "fast-3g", "slow-4g", "fast-4g");
            network(tab, NETWORKS.getOrDefault(word, new Network(false, 0, -1, -1)), deadline);
        }
        if (arguments.has("cpu")) {
            ObjectNode params = CdpConnection.object().put("rate", arguments.integer("cpu", 1, 20, 1));
            set(tab, "cpu", "Emulation.setCPUThrottlingRate", params, deadline);
        }
        return answer.put("emulated", true);
    }

    private static void set(Tab tab, String member, String method, ObjectNode params, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        try {
            tab.call(method, params, deadline);
        } catch (CdpException e) {
            if (e.reason() != Reason.REFUSED) {
                throw e;
            }
            throw Arguments.bad("The browser has not taken \"" + member + "\": " + e.sentence() + ".");
        }
    }

    private static void device(Tab tab, String name, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Device device = DEVICES.get(name);
        if (device != null) {
            metrics(tab, device.width(), device.height(), device.scale(), true, deadline);
            touch(tab, true, deadline);
            ObjectNode agent = CdpConnection.object().put("userAgent", device.userAgent());
            set(tab, "device", "Emulation.setUserAgentOverride", agent, deadline);
        }
    }

    private static void viewport(Tab tab, Arguments viewport, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        int width = viewport.integer("width", 1, 10_000, 1280);
        int height = viewport.integer("height", 1, 10_000, 800);
        double scale = viewport.has("scale") ? viewport.json("scale").asDouble(1) : 1;
        metrics(tab, width, height, scale, viewport.flag("mobile", false), deadline);
        touch(tab, viewport.flag("touch", false), deadline);
    }

    private static void metrics(Tab tab, int width, int height, double scale, boolean mobile, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object()
                .put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", scale)
                .put("mobile", mobile);
        set(tab, "viewport", "Emulation.setDeviceMetricsOverride", params, deadline);
    }

    private static void touch(Tab tab, boolean on, Deadline deadline) throws CdpException, InterruptedException {
        tab.call("Emulation.setTouchEmulationEnabled", CdpConnection.object().put("enabled", on), deadline);
    }

    private void place(Tab tab, Arguments place, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (!place.json("latitude").isNumber() || !place.json("longitude").isNumber()) {
            throw Arguments.bad(
                    "\"geolocation\" is {\"latitude\": number, \"longitude\": number, \"accuracy\"?: metres}.");
        }
        String url = pages.shown(tab, deadline).url();
        ObjectNode permission = CdpConnection.object();
        permission.putArray("permissions").add("geolocation");
        if (url.startsWith("http")) {
            permission.put("origin", url.replaceFirst("^(https?://[^/?#]*).*", "$1"));
        }
        Tabs tabs = pages.tabs(deadline);
        if (tabs.contexts().nameOf(tab.contextId()).isPresent()) {
            permission.put("browserContextId", tab.contextId());
        }
        tabs.call("Browser.grantPermissions", permission, deadline);
        ObjectNode params = CdpConnection.object()
                .put("latitude", place.json("latitude").asDouble())
                .put("longitude", place.json("longitude").asDouble())
                .put("accuracy", place.json("accuracy").asDouble(10));
        set(tab, "geolocation", "Emulation.setGeolocationOverride", params, deadline);
    }

    private static void media(Tab tab, String scheme, Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object();
        params.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        tab.call("Emulation.setEmulatedMedia", params, deadline);
    }

    private static void network(Tab tab, Network network, Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object()
                .put("offline", network.offline())
                .put("latency", network.latency())
                .put("downloadThroughput", network.down())
                .put("uploadThroughput", network.up());
        tab.call("Network.emulateNetworkConditions", params, deadline);
    }

    private static void reset(Tab tab, Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode none = CdpConnection.object();
        tab.call("Emulation.clearDeviceMetricsOverride", none, deadline);
        touch(tab, false, deadline);
        tab.call("Emulation.setUserAgentOverride", CdpConnection.object().put("userAgent", ""), deadline);
        tab.call("Emulation.setLocaleOverride", none, deadline);
        tab.call("Emulation.setTimezoneOverride", CdpConnection.object().put("timezoneId", ""), deadline);
        tab.call("Emulation.clearGeolocationOverride", none, deadline);
        media(tab, "", deadline);
        network(tab, new Network(false, 0, -1, -1), deadline);
        tab.call("Emulation.setCPUThrottlingRate", CdpConnection.object().put("rate", 1), deadline);
    }
}
