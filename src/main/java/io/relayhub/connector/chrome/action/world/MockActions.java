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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `set_mock` and `get_mocks`.
public final class MockActions {
    private static final int MAX_DELAY = 60_000;
    private static final int MAX_FIELDS = 100;

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
                        "tabId",
                        "mockData",
                        "fields",
                        "status",
                        "delay",
                        "enabled"),
                ActionSpec.of("get_mocks", (arguments, deadline) -> list()));
    }

    private JsonNode set(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Mock mock = mock(arguments);
        if (!mocks.set(mock)) {
            throw new ActionException(
                    ActionError.BUSY, "There are " + Mocks.MAX_MOCKS + " mocks already: set one of them anew instead.");
        }
        pages.browser().refreshInterception(deadline);
        ObjectNode result = CdpConnection.object().put("success", true);
        result.set("mock", describe(mock));
        return result;
    }

    private Mock mock(Arguments arguments) throws ActionException {
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
                tab.isPresent() ? tab.getAsInt() : null,
                answer(arguments),
                arguments.integer("status", 200, 599, 0),
                arguments.flag("enabled", true),
                Duration.ofMillis(arguments.integer("delay", 0, MAX_DELAY, 0)));
        boolean saysOnlyWhether = mock.answer() instanceof Mock.Answer.Unchanged && arguments.has("enabled");
        return saysOnlyWhether
                ? mocks.find(mock).map(known -> known.enabled(mock.enabled())).orElse(mock)
                : mock;
    }

    private static Mock.Answer answer(Arguments arguments) throws ActionException {
        if (arguments.has("fields")) {
            return new Mock.Answer.Fields(fields(arguments.json("fields")));
        }
        if (arguments.has("mockData")) {
            return new Mock.Answer.Whole(arguments.json("mockData"));
        }
        if (!arguments.has("enabled") && !arguments.has("delay")) {
            throw Arguments.bad("set_mock needs \"mockData\", \"fields\", \"delay\" or \"enabled\".");
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

    private static ObjectNode describe(Mock mock) {
        ObjectNode json = CdpConnection.object();
        switch (mock.target()) {
            case Mock.Target.Api api -> json.put("apiName", api.name());
            case Mock.Target.Url address -> json.put("url", address.text());
        }
        if (mock.tab() != null) {
            json.put("tabId", mock.tab());
        }
        json.put("enabled", mock.enabled()).put("delay", mock.delay().toMillis());
        if (mock.status() != 0) {
            json.put("status", mock.status());
        }
        switch (mock.answer()) {
            case Mock.Answer.Whole(JsonNode data) -> json.set("mockData", data);
            case Mock.Answer.Fields(List<Mock.Field> fields) -> {
                ArrayNode list = json.putArray("fields");
                for (Mock.Field field : fields) {
                    list.addObject().put("path", field.path().toString()).set("value", field.value());
                }
            }
            case Mock.Answer.Unchanged() -> {
                // Only late, or not enabled.
            }
        }
        return json;
    }
}
