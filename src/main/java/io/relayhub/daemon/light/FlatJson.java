package io.relayhub.daemon.light;

import io.relayhub.link.json.FlatObject;
import io.relayhub.link.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One JSON object of strings, whole numbers and booleans: all that a daemon's record needs, and readable in less time
/// than a library takes to load. RFC 8259, but for what such an object cannot hold (arrays, objects, fractions).
public final class FlatJson {
    private FlatJson() {}

    /// @return the members in their order; a member that is `null` is left out
    /// @throws IllegalArgumentException for anything else than one flat object
    public static Map<String, Object> parse(String text) {
        return FlatObject.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Over several lines, as a person reads it.
    ///
    /// @param members values are [String], [Long] or [Boolean]
    public static String format(Map<String, Object> members) {
        StringBuilder json = new StringBuilder("{");
        String separator = "\n  ";
        for (Map.Entry<String, Object> member : members.entrySet()) {
            json.append(separator);
            JsonWriter.quote(json, member.getKey());
            json.append(": ");
            if (member.getValue() instanceof String string) {
                JsonWriter.quote(json, string);
            } else {
                json.append(member.getValue());
            }
            separator = ",\n  ";
        }
        return json.append("\n}\n").toString();
    }
}
