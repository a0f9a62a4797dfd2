package io.relayhub.connector.chrome.cdp;

import java.net.URI;
import java.net.http.HttpClient;

/// The way to a browser's own endpoint.
@FunctionalInterface
public interface CdpDialer {
    /// @throws CdpException when it can't be reached, or not by the deadline
    CdpConnection open(URI endpoint, Deadline deadline, CdpListener listener) throws CdpException, InterruptedException;

    /// Over a WebSocket, as browsers have it.
    static CdpDialer over(HttpClient http) {
        return (endpoint, deadline, listener) -> CdpConnection.open(http, endpoint, deadline, listener);
    }
}
