package io.relayhub.connector.chrome.action.world;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Members;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// `cookies_get`, `cookies_set`, `cookies_clear`, `storage_get`, `storage_set` and `storage_clear`: what a site
/// keeps in the tab's context. Only of addresses and pages that may be touched.
public final class StorageActions {
    private static final int MAX_COOKIES = 100;
    private static final Members COOKIE =
            Members.of("name", "value", "url", "path", "domain", "secure", "httpOnly", "sameSite", "expires");

    private final Pages pages;

    public StorageActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("cookies_get", this::cookies, "url"),
                ActionSpec.inTab("cookies_set", this::setCookies, "cookies"),
                ActionSpec.inTab("cookies_clear", this::clearCookies, "url", "name"),
                ActionSpec.inTab("storage_get", this::items, "kind", "key"),
                ActionSpec.inTab("storage_set", this::setItems, "kind", "items"),
                ActionSpec.inTab("storage_clear", this::clearItems, "kind"));
    }

    private String address(Arguments arguments, Tab tab, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String url = arguments.has("url")
                ? arguments.text("url")
                : pages.shown(tab, deadline).url();
        pages.requirePermitted(url);
        return url;
    }

    private static JsonNode cookiesOf(Tab tab, String url, Deadline deadline)
            throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object();
        params.putArray("urls").add(url);
        return tab.call("Network.getCookies", params, deadline).path("cookies");
    }

    private JsonNode cookies(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.settled(arguments, deadline);
        String url = address(arguments, tab, deadline);
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        ArrayNode list = result.putArray("cookies");
        for (JsonNode cookie : cookiesOf(tab, url, deadline)) {
            ObjectNode entry = list.addObject();
            for (String member :
                    List.of("name", "value", "domain", "path", "expires", "httpOnly", "secure", "sameSite")) {
                if (cookie.has(member)) {
                    entry.set(member, cookie.path(member));
                }
            }
        }
        return result;
    }

    private JsonNode setCookies(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.settled(arguments, deadline);
        JsonNode wanted = arguments.json("cookies");
        if (!wanted.isArray() || wanted.isEmpty() || wanted.size() > MAX_COOKIES) {
            throw Arguments.bad("\"cookies\" is a list of 1 to " + MAX_COOKIES
                    + " times {\"name\", \"value\", \"url\"?, \"path\"?, \"secure\"?, …}.");
        }
        String page = pages.shown(tab, deadline).url();
        ObjectNode params = CdpConnection.object();
        ArrayNode list = params.putArray("cookies");
        for (JsonNode cookie : wanted) {
            Arguments one = Arguments.inner("a cookie", cookie, COOKIE);
            one.text("name");
            String url = one.optionalText("url").orElse(page);
            pages.requirePermitted(url);
            if (one.has("domain")) {
                pages.requirePermitted("https://" + one.text("domain").replaceFirst("^\\.", ""));
            }
            ObjectNode entry = list.addObject().put("value", "");
            entry.setAll((ObjectNode) cookie);
            entry.put("url", url);
        }
        try {
            tab.call("Network.setCookies", params, deadline);
        } catch (CdpException e) {
            if (e.reason() != Reason.REFUSED) {
                throw e;
            }
            throw Arguments.bad("The browser has not taken these cookies: " + e.sentence() + ".");
        }
        return CdpConnection.object().put("tabId", tab.id()).put("set", wanted.size());
    }

    private JsonNode clearCookies(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.settled(arguments, deadline);
        String url = address(arguments, tab, deadline);
        String only = arguments.optionalText("name").orElse("");
        int cleared = 0;
        for (JsonNode cookie : cookiesOf(tab, url, deadline)) {
            String name = cookie.path("name").asString("");
            if (only.isEmpty() || only.equals(name)) {
                ObjectNode which = CdpConnection.object().put("name", name);
                which.set("domain", cookie.path("domain"));
                which.set("path", cookie.path("path"));
                tab.call("Network.deleteCookies", which, deadline);
                cleared++;
            }
        }
        return CdpConnection.object().put("tabId", tab.id()).put("cleared", cleared);
    }

    private JsonNode items(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String key = arguments.has("key") ? quoted(arguments.text("key")) : "null";
        return storage(
                arguments,
                "items",
                "((all, key) => key === null ? {...all} : {[key]: all.getItem(key)})(STORE, " + key + ")",
                deadline);
    }

    private JsonNode setItems(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        JsonNode items = arguments.json("items");
        boolean texts = items.isObject()
                && items.properties().stream().allMatch(item -> item.getValue().isString());
        if (!texts || items.isEmpty()) {
            throw Arguments.bad("\"items\" is an object of texts.");
        }
        return storage(
                arguments,
                "set",
                "((all, items) => { for (const [key, value] of Object.entries(items)) all.setItem(key, value);"
                        + " return Object.keys(items).length; })(STORE, " + items + ")",
                deadline);
    }

    private JsonNode clearItems(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        return storage(
                arguments,
                "cleared",
                "((all) => { const count = all.length; all.clear(); return count; })(STORE)",
                deadline);
    }

    private static String quoted(String text) {
        return StringNode.valueOf(text).toString();
    }

    private JsonNode storage(Arguments arguments, String name, String script, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String kind = arguments.word("kind", "local", "session");
        Tab tab = pages.settled(arguments, deadline);
        Frame main = pages.mainFrame(tab, deadline);
        ObjectNode params = CdpConnection.object()
                .put("expression", script.replace("STORE", kind + "Storage"))
                .put("uniqueContextId", main.engineId())
                .put("returnByValue", true);
        JsonNode answer = tab.call(main.session(), "Runtime.evaluate", params, deadline);
        if (answer.has("exceptionDetails")) {
            throw ChromeError.EVAL_FAILED.because("The page has no " + kind + " storage, or it is full.");
        }
        ObjectNode result = CdpConnection.object().put("tabId", tab.id()).put("kind", kind);
        result.set(name, answer.path("result").path("value"));
        return result;
    }
}
