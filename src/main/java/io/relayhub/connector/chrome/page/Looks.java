package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.spi.ActionException;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Questions about a page that are answered without touching it. Frames that may not be touched don't count.
public final class Looks {
    private Looks() {}

    /// Whether the first element that matches can be seen.
    public static boolean visible(Tab tab, String css, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        return anywhere(tab, "visible", css, deadline);
    }

    /// Whether any element matches.
    public static boolean there(Tab tab, String css, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        return anywhere(tab, "there", css, deadline);
    }

    /// Whether the text is among what the page shows.
    public static boolean showsText(Tab tab, String text, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        return anywhere(tab, "showsText", text, deadline);
    }

    /// What a page looks like, to be compared with what it looks like later; empty where that cannot be told, for a
    /// page that draws on a canvas.
    public static Optional<String> appearance(Tab tab, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        EngineCalls calls = new EngineCalls(tab, deadline);
        StringJoiner all = new StringJoiner(" ");
        for (Frame frame : tab.permittedFrames()) {
            Optional<JsonNode> answer = calls.value(frame, "appearance");
            if (answer.filter(JsonNode::isNumber).isEmpty()) {
                return Optional.empty();
            }
            all.add(answer.get().asString());
        }
        return Optional.of(all.toString());
    }

    private static boolean anywhere(Tab tab, String function, String argument, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        EngineCalls calls = new EngineCalls(tab, deadline);
        for (Frame frame : tab.permittedFrames()) {
            Optional<JsonNode> answer = calls.value(frame, function, StringNode.valueOf(argument));
            if (answer.isPresent() && answer.get().asBoolean(false)) {
                return true;
            }
        }
        return false;
    }
}
