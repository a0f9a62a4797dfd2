package io.relayhub.connector.chrome.action.call;

import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionException;
import tools.jackson.databind.JsonNode;

/// A deed or a question that agents may ask for. Called on a thread of the request's own; may block until the deadline.
@FunctionalInterface
public interface Action {
    /// @return the answer's `data`
    /// @throws CdpException where the action has nothing better to say than Chrome
    JsonNode perform(Arguments arguments, Deadline deadline) throws ActionException, CdpException, InterruptedException;
}
