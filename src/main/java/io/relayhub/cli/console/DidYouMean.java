package io.relayhub.cli.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The word that was probably meant by one that there is not.
public final class DidYouMean {
    /// So many letters of a word bear one slip.
    private static final int LETTERS_A_SLIP = 3;

    private DidYouMean() {}

    /// The end of a complaint: a blank and a question, or nothing when no word is close.
    ///
    /// @param before what stands before the word in the question
    public static String hint(String typed, Collection<String> words, String before) {
        return closest(typed, words)
                .map(word -> " Did you mean '" + before + word + "'?")
                .orElse("");
    }

    static Optional<String> closest(String typed, Collection<String> words) {
        return words.stream()
                .filter(word ->
                        slips(typed, word) <= Math.max(1, word.replace("-", "").length() / LETTERS_A_SLIP))
                .min(Comparator.comparingInt(word -> slips(typed, word)));
    }

    /// How many letters were left out, added, mistaken, or exchanged with their neighbour (the optimal string alignment
    /// distance).
    static int slips(String one, String other) {
        int[][] slips = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int mistaken = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int least = Math.min(slips[i - 1][j] + 1, slips[i][j - 1] + 1);
                least = Math.min(least, slips[i - 1][j - 1] + mistaken);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    least = Math.min(least, slips[i - 2][j - 2] + 1);
                }
                slips[i][j] = least;
            }
        }
        return slips[one.length()][other.length()];
    }
}
