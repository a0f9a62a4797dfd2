package io.relayhub.relay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Versions as agents and connectors announce them: `major.minor` and anything after it.
final class Versions {
    private static final Pattern MAJOR_MINOR = Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})(?:[.+-].*)?");

    private Versions() {}

    /// Compares major and minor; what comes after them does not matter.
    ///
    /// @return 0 also where either text is not a version
    static int compareMajorMinor(String left, String right) {
        if (left.equals(right)) {
            return 0;
        }
        Matcher a = MAJOR_MINOR.matcher(left);
        Matcher b = MAJOR_MINOR.matcher(right);
        if (!a.matches() || !b.matches()) {
            return 0;
        }
        int major = Integer.compare(Integer.parseInt(a.group(1)), Integer.parseInt(b.group(1)));
        return major != 0 ? major : Integer.compare(Integer.parseInt(a.group(2)), Integer.parseInt(b.group(2)));
    }
}
