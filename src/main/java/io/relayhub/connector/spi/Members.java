package io.relayhub.connector.spi;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The members that an object of a request may have. One that is unknown is refused by name: an agent that writes
/// `tabid` must not find itself in another tab.
///
/// @param names in the order in which sentences list them
public record Members(List<String> names) {
    public static final Members NONE = new Members(List.of());

    public Members {
        names = List.copyOf(new LinkedHashSet<>(names));
    }

    public static Members of(String... names) {
        return new Members(List.of(names));
    }

    /// These, and the others after them.
    public Members and(Collection<String> others) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(others);
        return new Members(List.copyOf(all));
    }

    /// @param whose how a sentence calls the object, such as the action's name
    /// @param data  anything; only objects are checked
    /// @throws ActionException `BAD_REQUEST` for the first member that is not one of these
    public void check(String whose, JsonNode data) throws ActionException {
        for (var member : data.properties()) {
            if (!names.contains(member.getKey())) {
                throw new ActionException(ActionError.BAD_REQUEST, sentence(whose, shown(member.getKey())));
            }
        }
    }

    private String sentence(String whose, String unknown) {
        String refusal = whose + " takes no \"" + unknown + "\"";
        if (names.isEmpty()) {
            return refusal + ": it takes no data.";
        }
        return nearest(unknown)
                .map(name -> refusal + ": did you mean \"" + name + "\"?")
                .orElseGet(() -> refusal + ": it takes " + String.join(", ", names) + ".");
    }

    /// What a sentence may quote of a name that somebody else has chosen.
    private static String shown(String name) {
        String start = name.length() <= 40 ? name : name.substring(0, 40) + "…";
        return start.replaceAll("[\\p{Cntrl}\"\\\\]", "?");
    }

    private Optional<String> nearest(String unknown) {
        String wanted = plain(unknown);
        String best = "";
        int least = (wanted.length() < 4 ? 1 : Math.max(2, wanted.length() / 3)) + 1;
        for (String name : names) {
            int steps = distance(wanted, plain(name));
            if (steps < least) {
                least = steps;
                best = name;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /// How many letters have to be added, removed or changed (Levenshtein).
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[other.length()];
    }
}
