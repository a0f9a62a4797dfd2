package io.relayhub.fleet.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The members of one report that nobody knows, as far as there is room.
final class UnknownMembers {
    private static final int ROOM = 8 * 1024;

    private final Map<String, ObjectNode> kept = new LinkedHashMap<>();
    private final Tidy tidy = new Tidy(ROOM);

    /// @param place where they stand in the document's shape
    void keep(String place, ObjectNode from, Set<String> known) {
        if (from.size() == 0) {
            return;
        }
        ObjectNode all = null;
        for (var member : from.properties()) {
            if (known.contains(member.getKey())) {
                continue;
            }
            String name = Tidy.clean(member.getKey(), Tidy.LONGEST_TEXT);
            JsonNode value = tidy.takes(name) ? tidy.copy(member.getValue()) : null;
            if (value != null && !known.contains(name)) {
                all = all == null ? JsonNodeFactory.instance.objectNode() : all;
                all.set(name, value);
            }
        }
        if (all != null) {
            kept.put(place, all);
        }
    }

    /// By their places.
    Map<String, ObjectNode> kept() {
        return kept;
    }
}
