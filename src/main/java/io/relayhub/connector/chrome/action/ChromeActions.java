package io.relayhub.connector.chrome.action;

import io.relayhub.connector.chrome.action.act.DialogActions;
import io.relayhub.connector.chrome.action.act.FormActions;
import io.relayhub.connector.chrome.action.act.KeyActions;
import io.relayhub.connector.chrome.action.act.NavigationActions;
import io.relayhub.connector.chrome.action.act.PointerActions;
import io.relayhub.connector.chrome.action.act.TabActions;
import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.action.look.DownloadActions;
import io.relayhub.connector.chrome.action.look.EvalActions;
import io.relayhub.connector.chrome.action.look.ExportActions;
import io.relayhub.connector.chrome.action.look.HarActions;
import io.relayhub.connector.chrome.action.look.HistoryActions;
import io.relayhub.connector.chrome.action.look.Screenshots;
import io.relayhub.connector.chrome.action.look.SnapshotActions;
import io.relayhub.connector.chrome.action.look.TraceActions;
import io.relayhub.connector.chrome.action.look.WaitActions;
import io.relayhub.connector.chrome.action.world.ContextActions;
import io.relayhub.connector.chrome.action.world.EmulationActions;
import io.relayhub.connector.chrome.action.world.MockActions;
import io.relayhub.connector.chrome.action.world.ProxyActions;
import io.relayhub.connector.chrome.action.world.StorageActions;
import io.relayhub.connector.chrome.browser.Browser;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.chrome.mock.Mocks;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Members;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// All actions by their names (docs/chrome.md, "Actions"). Safe for threads.
public final class ChromeActions {
    private final Map<String, ActionSpec> actions = new LinkedHashMap<>();

    /// @param rules which pages and addresses may be touched
    /// @param mocks those of the browser's own interceptor
    /// @param http  for requests on the browser's behalf; must not follow redirects by itself
    public ChromeActions(Browser browser, OriginRules rules, Mocks mocks, HttpClient http) {
        Pages pages = new Pages(browser, rules);
        NavigationActions navigation = new NavigationActions(pages);
        add(new TabActions(pages, navigation).actions());
        add(navigation.actions());
        add(new PointerActions(pages).actions());
        add(new KeyActions(pages).actions());
        add(new FormActions(pages).actions());
        add(new DialogActions(pages).actions());
        add(new SnapshotActions(pages).actions());
        add(new EvalActions(pages).actions());
        add(new WaitActions(pages).actions());
        add(new HistoryActions(pages).actions());
        add(new Screenshots(pages).actions());
        add(new ExportActions(pages).actions());
        add(new HarActions(pages).actions());
        add(new DownloadActions(pages).actions());
        add(new TraceActions(pages).actions());
        add(new MockActions(pages, mocks).actions());
        add(new ProxyActions(pages, http).actions());
        add(new ContextActions(pages).actions());
        add(new EmulationActions(pages).actions());
        add(new StorageActions(pages).actions());
        add(new RunActions(Map.copyOf(actions)).actions());
    }

    private void add(List<ActionSpec> group) {
        group.forEach(spec -> actions.put(spec.name(), spec));
    }

    /// The members that each action takes, by the action's name.
    public Map<String, Members> members() {
        Map<String, Members> members = new TreeMap<>();
        actions.forEach((name, spec) -> members.put(name, spec.members()));
        return members;
    }

    public Set<String> names() {
        return Set.copyOf(actions.keySet());
    }

    /// Does what an agent asks for, on the calling thread, which may be blocked until the deadline.
    ///
    /// @param data  the request's `data`
    /// @param agent who asks; empty where agents are not told apart
    /// @return the answer's `data`
    /// @throws ActionException one of the connector's errors or of docs/chrome.md, "Errors"
    public JsonNode perform(String name, JsonNode data, String agent, Deadline deadline)
            throws ActionException, InterruptedException {
        ActionSpec spec = actions.get(name);
        if (spec == null) {
            throw new ActionException(ActionError.UNKNOWN_ACTION, "The chrome provider has no such action.");
        }
        try {
            return spec.action().perform(Arguments.of(spec, data, agent), deadline);
        } catch (CdpException e) {
            throw Pages.translated(e);
        }
    }
}
