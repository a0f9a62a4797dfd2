package io.relayhub.connector.chrome.history;

import io.relayhub.connector.chrome.cdp.CdpEvent;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The console lines of one tab, out of Chrome's `Runtime` and `Log` events. Written by the connection's
/// reading thread, read by any.
public final class LogHistory {
    /// At most so many lines a tab.
    public static final int MAX_LINES = 1_000;
    /// At most about so many bytes a tab.
    public static final long MAX_BYTES = 1 << 20;

    private static final int MAX_TEXT = 16_384;
    private static final Pattern PLACE = Pattern.compile("%[sdifoOc%]");

    private final BoundedHistory<LogEntry> lines = new BoundedHistory<>(MAX_LINES, MAX_BYTES);
    private long sequence;

    /// Oldest first.
    public List<LogEntry> all() {
        return lines.all();
    }

    /// Events of other domains and unknown ones are ignored.
    public void onEvent(CdpEvent event) {
        JsonNode params = event.params();
        switch (event.method()) {
            case "Runtime.consoleAPICalled" -> add(consoleCall(params));
            case "Runtime.exceptionThrown" -> add(exception(params));
            case "Log.entryAdded" -> add(remark(params.path("entry")));
            default -> {
                // The other events of these domains are no lines.
            }
        }
    }

    public void add(LogEntry entry) {
        String text =
                entry.text().length() <= MAX_TEXT ? entry.text() : entry.text().substring(0, MAX_TEXT) + "…";
        String url = Exchange.shortened(entry.url());
        LogEntry kept = new LogEntry(entry.at(), entry.level(), entry.source(), text, url, entry.line());
        lines.put(String.valueOf(sequence++), kept, 200 + 2L * (text.length() + url.length()));
    }

    private static LogEntry consoleCall(JsonNode params) {
        String level = switch (params.path("type").asString("log")) {
            case "error", "assert" -> "error";
            case "warning" -> "warn";
            case "info" -> "info";
            case "debug" -> "debug";
            default -> "log";
        };
        String text = formatted(params.path("args"));
        JsonNode frame = params.path("stackTrace").path("callFrames").path(0);
        return new LogEntry(
                params.path("timestamp").asLong(0),
                level,
                "console",
                text,
                frame.path("url").asString(""),
                frame.path("lineNumber").asInt(-1) + 1);
    }

    private static LogEntry exception(JsonNode params) {
        JsonNode details = params.path("exceptionDetails");
        String text = details.path("exception").path("description").asString("");
        return new LogEntry(
                params.path("timestamp").asLong(0),
                "error",
                "exception",
                text.isEmpty() ? details.path("text").asString("") + " " + text(details.path("exception")) : text,
                details.path("url").asString(""),
                details.path("lineNumber").asInt(-1) + 1);
    }

    private static LogEntry remark(JsonNode entry) {
        String level = switch (entry.path("level").asString("info")) {
            case "error" -> "error";
            case "warning" -> "warn";
            case "verbose" -> "debug";
            default -> "info";
        };
        return new LogEntry(
                entry.path("timestamp").asLong(0),
                level,
                entry.path("source").asString("other"),
                entry.path("text").asString(""),
                entry.path("url").asString(""),
                entry.path("lineNumber").asInt(-1) + 1);
    }

    /// As the console itself puts arguments together: a first text may say where the others go (`%s`, `%d`, …; Console
    /// Standard, section 2.2).
    private static String formatted(JsonNode arguments) {
        StringJoiner text = new StringJoiner(" ");
        int next = 0;
        if (arguments.size() > 1 && arguments.path(0).path("value").isString()) {
            Matcher place = PLACE.matcher(arguments.path(0).path("value").asString(""));
            StringBuilder first = new StringBuilder();
            next = 1;
            while (place.find()) {
                String put = place.group();
                if (put.equals("%%")) {
                    put = "%";
                } else if (next < arguments.size()) {
                    put = placed(put, arguments.path(next++));
                }
                place.appendReplacement(first, Matcher.quoteReplacement(put));
            }
            text.add(place.appendTail(first).toString());
        }
        for (; next < arguments.size(); next++) {
            text.add(text(arguments.path(next)));
        }
        return text.toString();
    }

    private static String placed(String place, JsonNode argument) {
        JsonNode value = argument.path("value");
        return switch (place) {
            // A style, which nobody sees here.
            case "%c" -> "";
            case "%d", "%i" -> value.isNumber() ? String.valueOf((long) value.asDouble()) : "NaN";
            case "%f" -> value.isNumber() ? value.toString() : "NaN";
            default -> text(argument);
        };
    }

    /// An object is shown by the first of its properties, as the console itself shows it.
    private static String text(JsonNode remote) {
        JsonNode value = remote.path("value");
        if (value.isString()) {
            return value.asString();
        }
        if (!value.isMissingNode()) {
            return value.toString();
        }
        JsonNode preview = remote.path("preview");
        if (preview.path("properties").isArray()) {
            boolean array = preview.path("subtype").asString("").equals("array");
            StringJoiner properties = new StringJoiner(", ", array ? "[" : "{", array ? "]" : "}");
            for (JsonNode property : preview.path("properties")) {
                String shown = property.path("value").asString("");
                properties.add(array ? shown : property.path("name").asString("") + ": " + shown);
            }
            return properties.toString();
        }
        return remote.path("unserializableValue")
                .asString(
                        remote.path("description").asString(remote.path("type").asString("")));
    }
}
