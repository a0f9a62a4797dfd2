package io.relayhub.fleet.roster;

import java.util.Locale;
import java.util.regex.Pattern;

/// A server that may report, as the operator has it (docs/fleet.md, "Switching it on").
///
/// @param name    for people; empty: what the server says
/// @param group   likewise
/// @param country two letters in capitals; empty: what the server says
public record ConfiguredServer(String id, String name, Secret secret, String group, String country) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{3,50}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final int LONGEST = 128;

    /// @throws IllegalArgumentException with a sentence that begins with the field's name in the configuration
    public ConfiguredServer {
        country = country.strip().toUpperCase(Locale.ROOT);
        require(ID.matcher(id).matches(), "id must be 3 to 50 of A-Z, a-z, 0-9, _ and -");
        require(name.length() <= LONGEST, "name has more than " + LONGEST + " characters");
        require(group.length() <= LONGEST, "group has more than " + LONGEST + " characters");
        require(country.isEmpty() || isCountry(country), "country-code must be two letters, such as CN");
    }

    /// Whether it is two capital letters.
    public static boolean isCountry(String code) {
        return COUNTRY.matcher(code).matches();
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
