package io.relayhub.connector.chrome.cdp;

import tools.jackson.databind.JsonNode;

/// Something that happened in the browser, unasked.
///
/// @param session the session it belongs to; [CdpConnection#BROWSER] for the browser itself
/// @param params  an object
public record CdpEvent(String session, String method, JsonNode params) {
    /// Only the method: parameters hold what pages and users do.
    @Override
    public String toString() {
        return method;
    }
}
