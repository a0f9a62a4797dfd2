package io.relayhub.link.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The members that one dialect reads, found by their names. Immutable; made once a dialect.
public final class Members {
    static final int NONE = -1;

    private final Member[] all;
    private final boolean[] once;
    private final byte[][] names;
    /// Indexes of the members by the length of their names, up to the longest.
    private final int[][] byLength;

    private final @Nullable Member type;

    private Members(Member[] all) {
        this.all = all;
        this.names = new byte[all.length][];
        this.once = new boolean[all.length];
        int longest = 0;
        Member found = null;
        for (int i = 0; i < all.length; i++) {
            Member member = all[i];
            if (member.ordinal() != i) {
                throw new IllegalArgumentException(member.text() + " does not stand at its index");
            }
            names[i] = name(member.text());
            once[i] = member.repeat() == Member.Repeat.REFUSED;
            longest = Math.max(longest, names[i].length);
            found = member.text().equals("type") ? member : found;
        }
        this.type = found;
        this.byLength = new int[longest + 1][0];
        for (int i = 0; i < all.length; i++) {
            int[] others = byLength[names[i].length];
            int[] more = Arrays.copyOf(others, others.length + 1);
            more[others.length] = i;
            byLength[names[i].length] = more;
        }
    }

    private static byte[] name(String text) {
        byte[] name = Values.ascii(text);
        for (byte letter : name) {
            if (!Character.isLetter(letter)) {
                throw new IllegalArgumentException(text + " is not made of letters");
            }
        }
        return name;
    }

    /// @param all each at its index
    public static Members of(Member... all) {
        return new Members(all.clone());
    }

    int count() {
        return all.length;
    }

    Member at(int index) {
        return all[index];
    }

    boolean mustStandOnce(int index) {
        return once[index];
    }

    /// The member called `type`; null where the dialect reads none.
    public @Nullable Member type() {
        return type;
    }

    /// @return the index of the member with this name, given as the bytes between the quotes, without escapes; or
    ///     [#NONE]
    int named(byte[] array, int from, int to) {
        int length = to - from;
        if (length >= byLength.length) {
            return NONE;
        }
        for (int index : byLength[length]) {
            if (isAt(names[index], array, from)) {
                return index;
            }
        }
        return NONE;
    }

    private static boolean isAt(byte[] name, byte[] array, int from) {
        for (int i = 0; i < name.length; i++) {
            if (array[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /// As [#named], for a name that has escapes. Compared as it stands, because whoever sends a million such names must
    /// not make the hub decode each of them.
    int namedInEscapes(byte[] array, int from, int to) {
        for (int index = 0; index < names.length; index++) {
            if (isInEscapesAt(names[index], array, from, to)) {
                return index;
            }
        }
        return NONE;
    }

    /// Of the escapes only that of four hexadecimal digits can mean a letter, and all names are made of letters.
    private static boolean isInEscapesAt(byte[] name, byte[] array, int from, int to) {
        int at = from;
        for (byte letter : name) {
            if (at == to) {
                return false;
            }
            int c = array[at++];
            if (c == '\\') {
                if (array[at++] != 'u') {
                    return false;
                }
                c = Values.hex(array, at);
                at += 4;
            }
            if (c != letter) {
                return false;
            }
        }
        return at == to;
    }
}
