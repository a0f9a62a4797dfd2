package io.relayhub.websocket.handshake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters of a handshake's query, decoded. Its text form shows none of them.
final class Query {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /// @param raw as it stands in the request, without the `?`; null where there is none
    /// @throws IllegalArgumentException when something in it cannot be decoded; the message does not repeat it
    Query(@Nullable String raw) {
        if (raw == null) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
            }
        }
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// The first value of each parameter but these.
    Map<String, String> without(Set<String> secret) {
        var open = new LinkedHashMap<String, String>();
        values.forEach((name, all) -> {
            if (!secret.contains(name)) {
                open.put(name, all.getFirst());
            }
        });
        return open;
    }

    private static String decode(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("a query parameter is not percent-encoded");
        }
    }
}
