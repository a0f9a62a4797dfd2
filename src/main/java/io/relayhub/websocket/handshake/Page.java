package io.relayhub.websocket.handshake;

/// The page for a person who opens the hub's address in a browser.
final class Page {
    private Page() {}

    /// @param path where the hub takes connections
    static String at(String path) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>relayhub</title>
                <h1>relayhub</h1>
                <p>This is a WebSocket relay: agents ask, connectors on developers' machines answer. It runs.</p>
                <p>It is not for browsers. Connect a WebSocket client to this address with your token:</p>
                <pre>npx wscat -H "Authorization: Bearer TOKEN" -c ws://HOST:PORT%s</pre>
                </html>
                """.formatted(path);
    }
}
