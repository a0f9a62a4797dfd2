package io.relayhub.relay;

import io.relayhub.relay.codec.Frame.ConnectorHello;
import io.relayhub.relay.codec.FrameReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A connector's own description, from its hello or the handshake's query.
///
/// @param id          its own id, the same at every connect; null where it has none
/// @param actions     what it can do; null for anything
/// @param features    what it understands beyond requests: `cancel`, `progress`, `agents`
/// @param maxInFlight how many requests it takes at once; 0 for the hub's default
record ConnectorProfile(
        @Nullable String id,
        @Nullable String name,
        @Nullable String version,
        Map<String, String> labels,
        @Nullable Set<String> actions,
        Set<String> features,
        int maxInFlight) {
    static final String CANCEL = "cancel";
    /// It is told which agent asks, and when that one has left.
    static final String AGENTS = "agents";
    private static final String LABEL = "label.";

    /// Versions are `major.minor` and anything after it.
    private static final Pattern MAJOR_MINOR = Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})(?:[.+-].*)?");

    /// From the handshake's query: `id`, `name`, `version` and labels as `label.<key>=<value>`. What is longer than a
    /// hello may say is left out; the length of a request line bounds the rest.
    static ConnectorProfile of(Map<String, String> parameters) {
        Map<String, String> labels = new HashMap<>();
        parameters.forEach((key, value) -> {
            if (key.startsWith(LABEL) && isShort(key) && isShort(value)) {
                labels.put(key.substring(LABEL.length()), value);
            }
        });
        return new ConnectorProfile(
                word(parameters, "id"),
                word(parameters, "name"),
                word(parameters, "version"),
                Map.copyOf(labels),
                null,
                Set.of(),
                0);
    }

    private static @Nullable String word(Map<String, String> parameters, String name) {
        String word = parameters.get(name);
        return word != null && isShort(word) ? word : null;
    }

    private static boolean isShort(String word) {
        return word.length() <= FrameReader.MAX_WORD;
    }

    /// The hello's word counts; what it leaves out stays as it was.
    ConnectorProfile with(ConnectorHello hello) {
        return new ConnectorProfile(
                hello.connectorId() == null ? id : hello.connectorId(),
                hello.name() == null ? name : hello.name(),
                hello.version() == null ? version : hello.version(),
                hello.labels().isEmpty() ? labels : hello.labels(),
                hello.actions() == null ? actions : hello.actions(),
                hello.features().isEmpty() ? features : hello.features(),
                hello.maxInFlight() == 0 ? maxInFlight : hello.maxInFlight());
    }

    boolean isCalled(String idOrName) {
        return idOrName.equals(id) || idOrName.equals(name);
    }

    boolean offers(String action) {
        return actions == null || actions.contains(action);
    }

    boolean hasLabels(Map<String, String> wanted) {
        return wanted.isEmpty() || labels.entrySet().containsAll(wanted.entrySet());
    }

    boolean understands(String feature) {
        return features.contains(feature);
    }

    /// What an agent of this version is to be told with the answer: null where major and minor agree, or either is
    /// unknown.
    @Nullable
    String versionWarning(@Nullable String agentVersion) {
        if (version == null || agentVersion == null) {
            return null;
        }
        int order = compareMajorMinor(agentVersion, version);
        if (order == 0) {
            return null;
        }
        return "agent " + agentVersion + ", connector " + version + ": "
                + (order < 0 ? "update the agent" : "update the connector") + " so that both understand each other.";
    }

    /// @return 0 also where either text is not a version
    private static int compareMajorMinor(String left, String right) {
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
