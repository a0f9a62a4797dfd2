package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.action.call.Targets;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.page.Element;
import io.relayhub.connector.chrome.page.Image;
import io.relayhub.connector.chrome.page.Locator;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `get_screenshot`.
public final class Screenshots {
    // As base64, with room for the envelope, below what a hub takes as one message.
    private static final int MAX_CHARS = 9 << 20;

    private final Pages pages;
    private final ReentrantLock front = new ReentrantLock();

    public Screenshots(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("get_screenshot", this::take, "selector", "fullPage", "format", "quality", "timeout"));
    }

    private JsonNode take(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        Frame shown = pages.mainFrame(tab, deadline);
        String format = arguments.word("format", "png", "jpeg");
        ObjectNode params = CdpConnection.object().put("format", format);
        if (format.equals("jpeg")) {
            params.put("quality", arguments.integer("quality", 0, 100, 80));
        }
        if (arguments.has("selector")) {
            clipElement(params, tab, Locator.selector(arguments.text("selector")), until, deadline);
        } else if (arguments.flag("fullPage", false)) {
            clipPage(params, tab, deadline);
        }
        String data = params.has("clip") ? captureInFront(tab, params, deadline) : capture(tab, params, deadline);
        // Another page may have come meanwhile: then it is not known which one the picture shows.
        if (!tab.permittedFrames().contains(shown)) {
            pages.requirePermitted(tab);
            throw new ActionException(
                    ActionError.FAILED, "Tab " + tab.id() + " changed its page during the screenshot: try again.");
        }
        if (data.length() > MAX_CHARS) {
            throw new ActionException(
                    ActionError.TOO_LARGE,
                    "The picture is too large for one message: use \"format\": \"jpeg\", a \"selector\" or no"
                            + " \"fullPage\".");
        }
        byte[] file = Base64.getDecoder().decode(data);
        Image image = Image.of(file);
        Pages.Shown now = pages.shown(tab, deadline);
        ObjectNode result = CdpConnection.object();
        result.putObject("meta")
                .put("format", format)
                .put("width", image.width())
                .put("height", image.height())
                .put("size", file.length)
                .put("url", now.url())
                .put("title", now.title())
                .put("tabId", tab.id());
        return result.put("data", data);
    }

    private static String capture(Tab tab, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        return tab.call("Page.captureScreenshot", params, deadline).path("data").asString("");
    }

    /// Chrome was seen never to draw what is outside of the viewport of a tab in the background. One tab at a time
    /// can be in front.
    private String captureInFront(Tab tab, ObjectNode params, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (!front.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
            throw new ActionException(ActionError.TIMEOUT, "Other screenshots took all the time.");
        }
        try {
            tab.bringToFront(deadline);
            return capture(tab, params, deadline);
        } finally {
            front.unlock();
        }
    }

    private static void clipElement(ObjectNode params, Tab tab, Locator locator, Deadline until, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Element.Box box = Targets.prepared(tab, locator, until, deadline, element -> element.visibleBox(deadline));
        JsonNode viewport = metrics(tab, deadline).path("cssVisualViewport");
        clip(
                params,
                box.x() + viewport.path("pageX").asDouble(0),
                box.y() + viewport.path("pageY").asDouble(0),
                box.width(),
                box.height());
    }

    private static void clipPage(ObjectNode params, Tab tab, Deadline deadline)
            throws CdpException, InterruptedException {
        JsonNode content = metrics(tab, deadline).path("cssContentSize");
        clip(
                params,
                0,
                0,
                content.path("width").asDouble(0),
                content.path("height").asDouble(0));
    }

    private static JsonNode metrics(Tab tab, Deadline deadline) throws CdpException, InterruptedException {
        return tab.call("Page.getLayoutMetrics", CdpConnection.object(), deadline);
    }

    private static void clip(ObjectNode params, double x, double y, double width, double height) {
        params.put("captureBeyondViewport", true)
                .putObject("clip")
                .put("x", x)
                .put("y", y)
                .put("width", width)
                .put("height", height)
                .put("scale", 1);
    }
}
