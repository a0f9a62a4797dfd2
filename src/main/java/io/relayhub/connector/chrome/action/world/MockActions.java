package io.relayhub.connector.chrome.action.world;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.mock.FieldPath;
import io.relayhub.connector.chrome.mock.Mock;
import io.relayhub.connector.chrome.mock.Mocks;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Members;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `set_mock`, `get_mocks` and `remove_mock`.
public final class MockActions {
    private static final int MAX_DELAY = 60_000;
    private static final int MAX_FIELDS = 100;
    private static final Members FIELD = Members.of("path", "value");
    private static final String[] ABORTS = {
        "Failed",
        "Aborted",
        "TimedOut",
        "AccessDenied",
        "ConnectionClosed",
        "ConnectionReset",
        "ConnectionRefused",
        "ConnectionFailed",
        "NameNotResolved",
        "InternetDisconnected",
        "AddressUnreachable",
        "BlockedByClient"
    };

    private final Pages pages;
    private final Mocks mocks;

    public MockActions(Pages pages, Mocks mocks) {
        this.pages = pages;
        this.mocks = mocks;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.of(
                        "set_mock",
                        this::set,
                        "apiName",
                        "url",
                        "method",
                        "tabId",
                        "context",
                        "mockData",
                        "fields",
                        "text",
                        "base64",
                        "contentType",
                        "abort",
                        "status",
                        "headers",
                        "delay",
                        "times",
                        "enabled"),
                ActionSpec.of("get_mocks", (arguments, deadline) -> list()),
                ActionSpec.of("remove_mock", this::remove, "id", "all"));
    }

    private JsonNode set(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Optional<Mocks.Standing> standing = mocks.set(mock(arguments, deadline));
        if (standing.isEmpty()) {
            throw new ActionException(
                    ActionError.BUSY, "There are " + Mocks.MAX_MOCKS + " mocks already: remove one with remove_mock.");
        }
        pages.browser().refreshInterception(deadline);
        ObjectNode result = CdpConnection.object().put("success", true);
        result.set("mock", describe(standing.get()));
        return result;
    }

    private JsonNode remove(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        boolean all = arguments.flag("all", false);
        String id = all ? "" : arguments.text("id");
        int removed = mocks.remove(one -> all || one.id().equals(id));
        if (removed == 0 && !all) {
            throw new ActionException(ActionError.NOT_FOUND, "There is no such mock: get_mocks lists them.");
        }
        pages.browser().refreshInterception(deadline);
        return CdpConnection.object().put("removed", removed);
    }

    private Mock mock(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Optional<String> api = arguments.optionalText("apiName");
        Optional<String> url = arguments.optionalText("url");
        if (api.isPresent() == url.isPresent()) {
            throw Arguments.bad("set_mock needs one of \"apiName\" or \"url\".");
        }
        Mock.Target target = api.isPresent()
                ? Arguments.parsed(api.get(), Mock.Target.Api::of)
                : Arguments.parsed(url.orElse(""), Mock.Target.Url::of);
        OptionalInt tab = arguments.optionalInteger("tabId", 1, Integer.MAX_VALUE);
        Mock mock = new Mock(
                target,
                arguments.optionalText("method").orElse("").toUpperCase(Locale.ROOT),
                tab.isPresent() ? tab.getAsInt() : null,
                pages.context(arguments, deadline).orElse(null),
                answer(arguments),
                arguments.integer("status", 200, 599, 0),
                headers(arguments.json("headers")),
                arguments.flag("enabled", true),
                Duration.ofMillis(arguments.integer("delay", 0, MAX_DELAY, 0)),
                arguments.integer("times", 1, 1_000_000, 0));
        boolean saysOnlyWhether = mock.answer() instanceof Mock.Answer.Unchanged && arguments.has("enabled");
        return saysOnlyWhether
                ? mocks.find(mock).map(known -> known.enabled(mock.enabled())).orElse(mock)
                : mock;
    }

    private static Map<String, String> headers(JsonNode json) throws ActionException {
        Map<String, String> headers = new TreeMap<>();
        for (var header : json.properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String value = header.getValue().asString("");
            if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+") || value.matches("(?s).*[\\r\\n\u0000].*")) {
                throw Arguments.bad("\"headers\" has a name or a value that no header can have.");
            }
            headers.put(name, value);
        }
        return headers;
    }

    private static Mock.Answer answer(Arguments arguments) throws ActionException {
        String type = arguments.optionalText("contentType").orElse("");
        if (arguments.has("fields")) {
            return new Mock.Answer.Fields(fields(arguments.json("fields")));
        }
        if (arguments.has("abort")) {
            return new Mock.Answer.Abort(arguments.word("abort", ABORTS));
        }
        if (arguments.has("mockData")) {
            return new Mock.Answer.Whole(arguments.json("mockData"));
        }
        if (arguments.has("text")) {
            byte[] bytes = arguments.optionalText("text").orElse("").getBytes(StandardCharsets.UTF_8);
            return new Mock.Answer.Bytes(
                    Base64.getEncoder().encodeToString(bytes), type.isEmpty() ? "text/plain; charset=utf-8" : type);
        }
        if (arguments.has("base64")) {
            String base64 = arguments.text("base64");
            try {
                return new Mock.Answer.Bytes(
                        Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64)), type);
            } catch (IllegalArgumentException e) {
                throw Arguments.bad("\"base64\" is not base64.");
            }
        }
        if (!arguments.has("enabled") && !arguments.has("delay")) {
            throw Arguments.bad("set_mock needs \"mockData\", \"text\", \"base64\", \"fields\", \"abort\", \"delay\" or"
                    + " \"enabled\".");
        }
        return new Mock.Answer.Unchanged();
    }

    private static List<Mock.Field> fields(JsonNode json) throws ActionException {
        if (!json.isArray() || json.isEmpty() || json.size() > MAX_FIELDS) {
            throw Arguments.bad("\"fields\" is a list of 1 to " + MAX_FIELDS
                    + " times {\"path\": \"data.items[0]\", \"value\": …}.");
        }
        List<Mock.Field> fields = new ArrayList<>();
        for (JsonNode field : json) {
            Arguments.inner("each of \"fields\"", field, FIELD);
            if (!field.path("path").isString() || !field.has("value")) {
                throw Arguments.bad("Each of \"fields\" needs a \"path\" and a \"value\".");
            }
            FieldPath path = Arguments.parsed(field.path("path").asString(), FieldPath::parse);
            fields.add(new Mock.Field(path, field.path("value")));
        }
        return fields;
    }

    private JsonNode list() {
        ObjectNode result = CdpConnection.object();
        ArrayNode list = result.putArray("mocks");
        mocks.all().forEach(mock -> list.add(describe(mock)));
        return result;
    }

    private static ObjectNode describe(Mocks.Standing standing) {
        Mock mock = standing.mock();
        ObjectNode json = CdpConnection.object().put("id", standing.id()).put("used", standing.used());
        switch (mock.target()) {
            case Mock.Target.Api api -> json.put("apiName", api.name());
            case Mock.Target.Url address -> json.put("url", address.text());
        }
        if (mock.tab() != null) {
            json.put("tabId", mock.tab());
        }
        if (mock.context() != null) {
            json.put("context", mock.context().name());
        }
        json.put("enabled", mock.enabled()).put("delay", mock.delay().toMillis());
        if (mock.status() != 0) {
            json.put("status", mock.status());
        }
        if (!mock.method().isEmpty()) {
            json.put("method", mock.method());
        }
        if (mock.times() != 0) {
            json.put("times", mock.times());
        }
        if (!mock.headers().isEmpty()) {
            mock.headers().forEach(json.putObject("headers")::put);
        }
        switch (mock.answer()) {
            case Mock.Answer.Whole(JsonNode data) -> json.set("mockData", data);
            case Mock.Answer.Fields(List<Mock.Field> fields) -> {
                ArrayNode list = json.putArray("fields");
                for (Mock.Field field : fields) {
                    list.addObject().put("path", field.path().toString()).set("value", field.value());
                }
            }
            case Mock.Answer.Bytes(String base64, String type) ->
                json.put("base64", base64).put("contentType", type);
            case Mock.Answer.Abort(String reason) -> json.put("abort", reason);
            case Mock.Answer.Unchanged() -> {
                // Only late, or not enabled.
            }
        }
        return json;
    }
}
