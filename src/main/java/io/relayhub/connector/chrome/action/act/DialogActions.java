package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Dialogs;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `dialog_answer` and `dialog_policy`.
public final class DialogActions {
    private final Pages pages;

    public DialogActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("dialog_answer", this::answer, "accept", "text"),
                ActionSpec.inTab("dialog_policy", this::policy, "policy"));
    }

    private JsonNode answer(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        Optional<Dialogs.Shown> shown = tab.dialogs().shown();
        if (shown.isEmpty()) {
            throw new ActionException(ActionError.NOT_FOUND, "Tab " + tab.id() + " shows no dialog.");
        }
        Dialogs.Answer how = arguments.flag("accept", true) ? Dialogs.Answer.OK : Dialogs.Answer.CANCEL;
        String text = arguments.optionalText("text").orElse(null);
        tab.input().note();
        tab.dialogs().answer(shown.get(), how, text, deadline);
        ObjectNode answer = CdpConnection.object().put("tabId", tab.id()).put("answered", true);
        return answer.put("type", shown.get().type()).put("message", shown.get().message());
    }

    private JsonNode policy(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        String word = arguments.text("policy");
        if (!List.of("dismiss", "accept", "leave").contains(word)) {
            throw Arguments.bad("\"policy\" is one of dismiss, accept, leave.");
        }
        tab.dialogs().policy(Dialogs.Policy.valueOf(word.toUpperCase(Locale.ROOT)));
        return CdpConnection.object().put("tabId", tab.id()).put("policy", word);
    }
}
