package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// Mouse and keyboard of a tab for one action at a time.
final class Inputs {
    /// What an action does with them.
    @FunctionalInterface
    interface Gesture {
        void make() throws ActionException, CdpException, InterruptedException;
    }

    private Inputs() {}

    /// @return an answer for the action to go on with: `{tabId, navigating?}`
    static ObjectNode use(Tab tab, Deadline deadline, Gesture gesture)
            throws ActionException, CdpException, InterruptedException {
        if (!tab.input().lock().tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
            throw new ActionException(
                    ActionError.TIMEOUT, "Another agent was busy in tab " + tab.id() + " all the time.");
        }
        try {
            tab.emulateFocus();
            tab.input().note();
            gesture.make();
            fence(tab, deadline);
        } finally {
            tab.input().lock().unlock();
        }
        ObjectNode answer = CdpConnection.object().put("tabId", tab.id());
        if (tab.navigations().leaving()) {
            answer.put("navigating", true);
        }
        return answer;
    }

    /// A question to the browser itself: with its answer it is known whether the gesture has sent the page
    /// elsewhere, so that the next action waits for the next page.
    private static void fence(Tab tab, Deadline deadline) throws CdpException, InterruptedException {
        try {
            tab.call("Target.getTargetInfo", CdpConnection.object(), deadline);
        } catch (CdpException e) {
            // A gesture may close its tab.
            if (e.reason() != Reason.SESSION_ENDED) {
                throw e;
            }
        }
    }
}
