package io.relayhub.fleet.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes what a stranger sent fit to be shown to others: strings of characters, numbers that are numbers, and no more
/// of either than there is room for. One object of it has the room for what is unknown of one report; for one thread.
final class Tidy {
    /// Characters of a string that is known.
    static final int LONGEST_TEXT = 128;
    /// The largest whole number that every viewer's language keeps exactly.
    static final double LARGEST = 9_007_199_254_740_991d;

    private static final int LONGEST_UNKNOWN_TEXT = 512;
    private static final int DEEPEST = 6;
    /// What a node costs beside its text, about.
    private static final int NODE = 8;

    private int room;

    /// @param room bytes, about, for all that is unknown together
    Tidy(int room) {
        this.room = room;
    }

    /// @return empty for anything that is no string
    static String text(@Nullable JsonNode node) {
        return node != null && node.isString() ? clean(node.stringValue(), LONGEST_TEXT) : "";
    }

    /// A finite number of 0 or more; NaN for anything else.
    static double amount(@Nullable JsonNode node) {
        if (node == null || !node.isNumber()) {
            return Double.NaN;
        }
        double value = node.doubleValue();
        return Double.isFinite(value) ? Math.clamp(value, 0, LARGEST) : Double.NaN;
    }

    /// 0 to 100; NaN for anything that is no number.
    static double percent(@Nullable JsonNode node) {
        return Math.min(amount(node), 100);
    }

    /// A whole number of 0 or more; 0 for anything else.
    static long whole(@Nullable JsonNode node) {
        return (long) amount(node);
    }

    /// A copy of what is unknown; null where there is no room for it, or it cannot be shown.
    @Nullable
    JsonNode copy(JsonNode node) {
        return copy(node, 0);
    }

    private @Nullable JsonNode copy(JsonNode node, int depth) {
        room -= NODE;
        if (room < 0 || depth > DEEPEST) {
            return null;
        }
        return switch (node) {
            case ObjectNode object -> copyOf(object, depth);
            case ArrayNode array -> copyOf(array, depth);
            default -> {
                if (node.isString()) {
                    String text = clean(node.stringValue(), LONGEST_UNKNOWN_TEXT);
                    yield takes(text) ? JsonNodeFactory.instance.stringNode(text) : null;
                }
                if (node.isNumber()) {
                    double value = node.doubleValue();
                    boolean isKept = node.canConvertToLong() && node.isIntegralNumber();
                    yield isKept
                            ? JsonNodeFactory.instance.numberNode(node.longValue())
                            : Double.isFinite(value) ? JsonNodeFactory.instance.numberNode(value) : null;
                }
                yield node;
            }
        };
    }

    private ObjectNode copyOf(ObjectNode object, int depth) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (var member : object.properties()) {
            if (room < 0) {
                break;
            }
            String name = clean(member.getKey(), LONGEST_TEXT);
            JsonNode value = takes(name) ? copy(member.getValue(), depth + 1) : null;
            if (value != null) {
                copy.set(name, value);
            }
        }
        return copy;
    }

    private ArrayNode copyOf(ArrayNode array, int depth) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : array) {
            if (room < 0) {
                break;
            }
            JsonNode value = copy(element, depth + 1);
            if (value != null) {
                copy.add(value);
            }
        }
        return copy;
    }

    /// Three bytes a character, as the longest have in UTF-8 without being two of Java's.
    boolean takes(String text) {
        room -= 3 * text.length();
        return room >= 0;
    }

    /// Without control characters and halves of characters, which no encoder takes.
    static String clean(String text, int longest) {
        int length = Math.min(text.length(), longest);
        StringBuilder cleaned = null;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean isPair =
                    Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                if (cleaned != null) {
                    cleaned.append(c).append(text.charAt(i + 1));
                }
                i++;
            } else if (Character.isSurrogate(c) || Character.isISOControl(c)) {
                if (cleaned == null) {
                    cleaned = new StringBuilder(text).delete(i, text.length());
                }
                cleaned.append(Character.isSurrogate(c) ? '\uFFFD' : ' ');
            } else if (cleaned != null) {
                cleaned.append(c);
            }
        }
        return cleaned != null ? cleaned.toString() : length == text.length() ? text : text.substring(0, length);
    }
}
