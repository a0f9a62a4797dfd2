package io.relayhub.link.json;

import java.nio.charset.StandardCharsets;

/// One JSON object, member by member, for the few small messages that are not passed on. Confined to a thread.
public final class JsonWriter {
    private final StringBuilder text = new StringBuilder(128).append('{');

    public JsonWriter member(String name, String value) {
        begin(name);
        quote(text, value);
        return this;
    }

    public JsonWriter member(String name, long value) {
        begin(name);
        text.append(value);
        return this;
    }

    public JsonWriter member(String name, boolean value) {
        begin(name);
        text.append(value);
        return this;
    }

    /// @param json one JSON value in UTF-8, taken as it is
    public JsonWriter member(String name, byte[] json) {
        begin(name);
        text.append(new String(json, StandardCharsets.UTF_8));
        return this;
    }

    private void begin(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(text, name);
        text.append(':');
    }

    /// The object in UTF-8.
    public byte[] object() {
        return (text + "}").getBytes(StandardCharsets.UTF_8);
    }

    /// The object with its line feed.
    public byte[] line() {
        return (text + "}\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Appends a JSON string with this content.
    public static void quote(StringBuilder json, String content) {
        json.append('"');
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xF, 16));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
