package io.relayhub.link.json;

/// A way through the elements of an array or object that has passed [JsonScanner].
final class Cursor {
    private final byte[] array;
    private final int to;
    private int at;

    /// @param from where the opening bracket stands
    /// @param to   behind the closing bracket
    Cursor(byte[] array, int from, int to) {
        this.array = array;
        this.to = to;
        this.at = from + 1;
    }

    int at() {
        return at;
    }

    /// Goes to the next element, past the comma before it.
    ///
    /// @return false at the end
    boolean next() {
        pastBlanks();
        if (array[at] == ',') {
            at++;
            pastBlanks();
        }
        return at < to - 1;
    }

    /// Takes a member's name and goes to its value.
    String name() {
        int from = at;
        String name = Values.string(array, from, pastString());
        pastBlanks();
        // The colon.
        at++;
        pastBlanks();
        return name;
    }

    boolean isString() {
        return array[at] == '"';
    }

    /// @return behind the string that stands here
    int pastString() {
        at++;
        while (array[at] != '"') {
            at += array[at] == '\\' ? 2 : 1;
        }
        return ++at;
    }

    /// @return behind the value that stands here; of a nested one, behind no more than its bracket
    int pastScalar() {
        if (isString()) {
            return pastString();
        }
        do {
            at++;
        } while (array[at] > ' ' && array[at] != ',' && array[at] != '}' && array[at] != ']');
        return at;
    }

    private void pastBlanks() {
        at = Blanks.skip(array, at, to);
    }
}
