package io.relayhub.connector.chrome.cdp;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;

/// A WebSocket as the way to a browser.
record SocketLine(WebSocket socket) implements CdpLine {
    @Override
    public CompletableFuture<?> send(String text) {
        return socket.sendText(text, true);
    }

    @Override
    public void abort() {
        socket.abort();
    }
}
