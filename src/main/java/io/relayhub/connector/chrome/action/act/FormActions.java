package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.action.call.Targets;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.page.Element;
import io.relayhub.connector.chrome.page.Locator;
import io.relayhub.connector.chrome.page.Mouse;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Members;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_select`, `page_check`, `page_fill` and `page_upload`: what a user does with a form.
public final class FormActions {
    private static final int MAX_FIELDS = 100;
    private static final int MAX_FILES = 20;
    private static final Members FIELD =
            Members.of("value", "checked", "options").and(Targets.MEMBERS);
    private static final Members FILE = Members.of("name", "type", "text", "base64");
    private static final String SELECT = "function(wanted) { return relayhub.select(this, wanted); }";
    private static final String CHECKED = "function() { return relayhub.checked(this); }";
    private final Pages pages;

    public FormActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("page_select", this::select, with("options")),
                ActionSpec.inTab("page_check", this::check, with("checked")),
                ActionSpec.inTab("page_fill", this::fill, "fields", "timeout"),
                ActionSpec.inTab("page_upload", this::upload, with("files")));
    }

    private static String[] with(String other) {
        return Members.of(other).and(Targets.MEMBERS).names().toArray(String[]::new);
    }

    private JsonNode select(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Locator locator = Targets.locator(arguments);
        JsonNode wanted = options(arguments);
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        List<JsonNode> values = new ArrayList<>();
        ObjectNode answer = Inputs.use(tab, deadline, () -> values.add(select(tab, locator, wanted, until, deadline)));
        answer.set("values", values.getFirst());
        return answer.put("selected", true);
    }

    /// A text, a number or a list of them.
    private static JsonNode options(Arguments arguments) throws ActionException {
        JsonNode options = arguments.json("options");
        ArrayNode list = CdpConnection.object().putArray("options");
        for (JsonNode option : options.isArray() ? options : List.of(options)) {
            if (!option.isString() && !option.isIntegralNumber()) {
                throw Arguments.bad(
                        "\"options\" is the value, the label or the index of an option, or a list of them.");
            }
            list.add(option);
        }
        return list;
    }

    private static JsonNode select(Tab tab, Locator locator, JsonNode wanted, Deadline until, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        try (Element element = Targets.kept(tab, locator, Element.Need.READY, until, deadline)) {
            JsonNode outcome = element.apply(SELECT, deadline, wanted);
            String problem = outcome.path("problem").asString("");
            if (!problem.isEmpty()) {
                throw element.notActionable(problem);
            }
            return outcome.path("values");
        }
    }

    private JsonNode check(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Locator locator = Targets.locator(arguments);
        boolean wanted = arguments.flag("checked", true);
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        return Inputs.use(tab, deadline, () -> check(tab, locator, wanted, until, deadline))
                .put("checked", wanted);
    }

    private static void check(Tab tab, Locator locator, boolean wanted, Deadline until, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        try (Element element = Targets.kept(tab, locator, Element.Need.READY, until, deadline)) {
            String before = element.apply(CHECKED, deadline).asString("");
            if (before.isEmpty()) {
                throw element.notActionable("is no check box, radio button or switch");
            }
            if (before.equals(String.valueOf(wanted))) {
                return;
            }
            Element.Point at = Targets.prepared(tab, locator, until, deadline, again -> again.clickable(deadline));
            new Mouse(tab, 0).click(at, Mouse.Button.LEFT, 1, deadline);
            if (!element.apply(CHECKED, deadline).asString("").equals(String.valueOf(wanted))) {
                throw element.notActionable("was clicked and is " + (wanted ? "still not" : "still") + " checked");
            }
        }
    }

    private JsonNode fill(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        JsonNode list = arguments.json("fields");
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_FIELDS) {
            throw Arguments.bad("\"fields\" is a list of 1 to " + MAX_FIELDS
                    + " times {\"selector\" or \"text\", and \"value\", \"checked\" or \"options\"}.");
        }
        List<Arguments> fields = new ArrayList<>();
        for (JsonNode field : list) {
            Arguments one = Arguments.inner("\"fields\"[" + fields.size() + "]", field, FIELD);
            Targets.locator(one);
            int kinds = (one.has("value") ? 1 : 0) + (one.has("checked") ? 1 : 0) + (one.has("options") ? 1 : 0);
            if (kinds != 1) {
                throw Arguments.bad(one.whose() + " needs one of \"value\", \"checked\" or \"options\".");
            }
            fields.add(one);
        }
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode answer = Inputs.use(tab, deadline, () -> {
            int done = 0;
            for (Arguments field : fields) {
                try {
                    fill(tab, field, Targets.waiting(arguments, deadline), deadline);
                    done++;
                } catch (ActionException e) {
                    throw new ActionException(
                            e.code(), false, field.whose() + " (" + done + " were filled before it): " + e.sentence());
                }
            }
        });
        return answer.put("filled", fields.size());
    }

    private static void fill(Tab tab, Arguments field, Deadline until, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Locator locator = Targets.locator(field);
        if (field.has("options")) {
            select(tab, locator, options(field), until, deadline);
        } else if (field.has("checked")) {
            check(tab, locator, field.flag("checked", true), until, deadline);
        } else {
            String text = field.optionalText("value").orElse("");
            new Typing(text, Typing.Mode.REPLACE).into(tab, locator, until, deadline, CdpConnection.object());
        }
    }

    private JsonNode upload(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Locator locator = Targets.locator(arguments);
        JsonNode files = arguments.json("files");
        if (!files.isArray() || files.size() > MAX_FILES) {
            throw Arguments.bad("\"files\" is a list of at most " + MAX_FILES
                    + " times {\"name\", \"text\" or \"base64\", \"type\"?}.");
        }
        for (JsonNode file : files) {
            Arguments one = Arguments.inner("a file", file, FILE);
            one.text("name");
            if (one.has("text") == one.has("base64")) {
                throw Arguments.bad("A file needs one of \"text\" or \"base64\".");
            }
        }
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode result = CdpConnection.object();
        ObjectNode answer =
                Inputs.use(tab, deadline, () -> new Upload(files).into(tab, locator, until, deadline, result));
        return answer.setAll(result);
    }
}
