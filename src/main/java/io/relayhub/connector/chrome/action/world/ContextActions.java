package io.relayhub.connector.chrome.action.world;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Contexts;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `context_open`, `context_close` and `context_list`: browser contexts of an agent's own.
public final class ContextActions {
    private final Pages pages;

    public ContextActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.of("context_open", this::open, "keep"),
                ActionSpec.of("context_close", this::close, "context"),
                ActionSpec.of("context_list", (arguments, deadline) -> list(deadline)));
    }

    private JsonNode open(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tabs tabs = pages.tabs(deadline);
        tabs.contexts().closeOver(Contexts.GRACE, deadline);
        if (tabs.contexts().all().size() >= Contexts.MAX) {
            throw new ActionException(
                    ActionError.BUSY, "There are " + Contexts.MAX + " contexts already: close one with context_close.");
        }
        Contexts.Lifetime lifetime =
                arguments.flag("keep", false) ? Contexts.Lifetime.KEPT : Contexts.Lifetime.FOR_ITS_AGENT;
        Contexts.Context context = tabs.contexts().open(lifetime, arguments.agent(), deadline);
        Tab tab = tabs.open(Tabs.Placement.BACKGROUND, Optional.of(context), arguments.agent(), deadline);
        return CdpConnection.object().put("context", context.name()).put("tabId", tab.id());
    }

    private JsonNode close(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Optional<Contexts.Context> context = pages.context(arguments, deadline);
        if (context.isEmpty()) {
            throw Arguments.bad("\"context\" is missing: it is a name that context_open has given.");
        }
        pages.tabs(deadline).contexts().close(context.get(), deadline);
        return CdpConnection.object().put("context", context.get().name()).put("closed", true);
    }

    private JsonNode list(Deadline deadline) throws ActionException, InterruptedException {
        Tabs tabs = pages.tabs(deadline);
        ObjectNode result = CdpConnection.object();
        ArrayNode list = result.putArray("contexts");
        for (Contexts.Context context : tabs.contexts().all()) {
            ObjectNode entry = list.addObject()
                    .put("context", context.name())
                    .put("keep", context.lifetime() == Contexts.Lifetime.KEPT);
            ArrayNode ids = entry.putArray("tabs");
            tabs.all().stream()
                    .filter(tab -> tab.contextId().equals(context.id()))
                    .forEach(tab -> ids.add(tab.id()));
        }
        return result;
    }
}
