package io.relayhub.connector.chrome.cdp;

/// Hears one connection, serially and in the order of the wire. Must not block: no other event or answer is read
/// meanwhile.
public interface CdpListener {
    void onEvent(CdpEvent event);

    /// The connection is gone, whatever ended it; its open commands have failed. Called once, nothing after it.
    void onClosed();
}
