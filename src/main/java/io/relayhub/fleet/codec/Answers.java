package io.relayhub.fleet.codec;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Bodies of answers over HTTP (docs/fleet.md, "HTTP"). Any thread.
public final class Answers {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> COLUMNS = List.of("cpu", "memory", "disk", "in", "out");

    private Answers() {}

    /// @param connected  ids, sorted
    /// @param reported   servers that have reported
    /// @param configured servers of the configuration
    public static byte[] statistics(List<String> connected, int reported, int configured) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("code", 200);
        answer.put("message", "success");
        ObjectNode data = answer.putObject("data");
        if (connected.isEmpty()) {
            data.putNull("onlineIds");
        } else {
            connected.forEach(data.putArray("onlineIds")::add);
        }
        data.put("sessionMapLen", connected.size());
        data.put("reportMapLen", reported);
        data.put("configServersLen", configured);
        return JSON.writeValueAsBytes(answer);
    }

    public static byte[] events(List<Event> events) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("events");
        for (Event event : events) {
            list.addObject()
                    .put("time", event.time())
                    .put("id", event.id())
                    .put("event", event.isOnline() ? "online" : "offline");
        }
        return JSON.writeValueAsBytes(answer);
    }

    public static byte[] history(HistoryPage page) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("id", page.id());
        answer.put("from", page.from());
        answer.put("to", page.to());
        answer.put("step", page.step());
        ArrayNode time = answer.putArray("time");
        for (long second = page.from(); second < page.to(); second += page.step()) {
            time.add(second);
        }
        for (int column = 0; column < COLUMNS.size(); column++) {
            ArrayNode values = answer.putArray(COLUMNS.get(column));
            for (double value : page.columns()[column]) {
                if (Double.isNaN(value)) {
                    values.addNull();
                } else if (value == Math.rint(value)) {
                    values.add((long) value);
                } else {
                    values.add(Math.round(value * 100) / 100.0);
                }
            }
        }
        return JSON.writeValueAsBytes(answer);
    }
}
