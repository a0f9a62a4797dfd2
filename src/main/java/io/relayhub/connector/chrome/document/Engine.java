package io.relayhub.connector.chrome.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The script that answers the connector's questions inside each document (`engine.js`), in a world of its own: a page
/// neither sees nor changes it.
public final class Engine {
    /// The name of its script world.
    public static final String WORLD = "relayhub";

    private static final String SOURCE = read();

    private Engine() {}

    public static String source() {
        return SOURCE;
    }

    private static String read() {
        try (InputStream file = Engine.class.getResourceAsStream("engine.js")) {
            if (file == null) {
                throw new IllegalStateException("engine.js is not in this build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
