package io.relayhub.connector.chrome.page;

import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/// Keys of a keyboard as pages hear them (UI Events: `key` and `code`).
public final class Keys {
    /// @param windowsCode the virtual key code
    /// @param text        what it writes; may be empty
    public record Key(String key, String code, int windowsCode, String text) {}

    static final Key ENTER = new Key("Enter", "Enter", 13, "\r");

    private static final Map<String, Key> NAMED = Map.ofEntries(
            named("Enter", 13, "\r"),
            named("Tab", 9, ""),
            named("Escape", 27, ""),
            named("Backspace", 8, ""),
            named("Delete", 46, ""),
            named("ArrowUp", 38, ""),
            named("ArrowDown", 40, ""),
            named("ArrowLeft", 37, ""),
            named("ArrowRight", 39, ""),
            named("Home", 36, ""),
            named("End", 35, ""),
            named("PageUp", 33, ""),
            named("PageDown", 34, ""),
            Map.entry("space", new Key(" ", "Space", 32, " ")));

    // The keys of an American keyboard that write something else with Shift, in pairs.
    private static final String SYMBOLS = "`~1!2@3#4$5%6^7&8*9(0)-_=+[{]}\\|;:'\",<.>/?";
    private static final Map<Character, String> SYMBOL_CODES = Map.ofEntries(
            Map.entry('`', "Backquote"),
            Map.entry('-', "Minus"),
            Map.entry('=', "Equal"),
            Map.entry('[', "BracketLeft"),
            Map.entry(']', "BracketRight"),
            Map.entry('\\', "Backslash"),
            Map.entry(';', "Semicolon"),
            Map.entry('\'', "Quote"),
            Map.entry(',', "Comma"),
            Map.entry('.', "Period"),
            Map.entry('/', "Slash"));
    private static final Map<Character, Integer> SYMBOL_NUMBERS = Map.ofEntries(
            Map.entry('`', 192),
            Map.entry('-', 189),
            Map.entry('=', 187),
            Map.entry('[', 219),
            Map.entry(']', 221),
            Map.entry('\\', 220),
            Map.entry(';', 186),
            Map.entry('\'', 222),
            Map.entry(',', 188),
            Map.entry('.', 190),
            Map.entry('/', 191));

    private static final Map<String, Integer> MODIFIERS =
            Map.of("alt", 1, "ctrl", 2, "control", 2, "meta", 4, "cmd", 4, "command", 4, "shift", 8);

    private Keys() {}

    private static Map.Entry<String, Key> named(String name, int windowsCode, String text) {
        return Map.entry(name.toLowerCase(Locale.ROOT), new Key(name, name, windowsCode, text));
    }

    /// @param name `Enter`, `ArrowDown`, `F5`, … or a single character
    public static Key key(String name) throws ActionException {
        Key known = NAMED.get(name.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        if (name.matches("[Ff]([1-9]|1[0-2])")) {
            int number = Integer.parseInt(name.substring(1));
            return new Key("F" + number, "F" + number, 111 + number, "");
        }
        if (name.codePointCount(0, name.length()) == 1) {
            return character(name);
        }
        throw new ActionException(
                ActionError.BAD_REQUEST,
                "\"key\" is Enter, Tab, Escape, Backspace, Delete, Space, an arrow (ArrowUp …), Home, End, PageUp,"
                        + " PageDown, F1 to F12 or one character.");
    }

    static Key character(String text) {
        char upper = Character.toUpperCase(text.charAt(0));
        if (upper >= 'A' && upper <= 'Z') {
            return new Key(text, "Key" + upper, upper, text);
        }
        if (upper >= '0' && upper <= '9') {
            return new Key(text, "Digit" + upper, upper, text);
        }
        int at = SYMBOLS.indexOf(text);
        if (at >= 0) {
            char base = SYMBOLS.charAt(at & ~1);
            return base >= '0' && base <= '9'
                    ? new Key(text, "Digit" + base, base, text)
                    : new Key(text, SYMBOL_CODES.getOrDefault(base, ""), SYMBOL_NUMBERS.getOrDefault(base, 0), text);
        }
        return text.equals(" ") ? new Key(" ", "Space", 32, " ") : new Key(text, "", 0, text);
    }

    /// Whether a keyboard has a key that writes this character.
    static boolean hasKeyFor(int character) {
        return character >= ' ' && character < 127;
    }

    /// Whether a character is written with Shift.
    static boolean needsShift(char character) {
        int at = SYMBOLS.indexOf(character);
        return at >= 0 ? at % 2 == 1 : Character.isUpperCase(character);
    }

    /// The protocol's bits for modifier keys.
    public static int modifiers(Collection<String> names) throws ActionException {
        int bits = 0;
        for (String name : names) {
            Integer bit = MODIFIERS.get(name.toLowerCase(Locale.ROOT));
            if (bit == null) {
                throw new ActionException(
                        ActionError.BAD_REQUEST, "\"modifiers\" holds ctrl, alt, shift and meta (or cmd) only.");
            }
            bits |= bit;
        }
        return bits;
    }

    /// Whether with these modifiers a key is a command and writes nothing.
    public static boolean isCommand(int modifiers) {
        return (modifiers & ~8) != 0;
    }
}
