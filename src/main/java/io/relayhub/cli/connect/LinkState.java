package io.relayhub.cli.connect;

import io.relayhub.daemon.DaemonRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A connector's connection to its hub, as its record tells the commands that ask after it.
///
/// @param since  when it became so
/// @param reason why it is not connected, without a secret; empty while it is
public record LinkState(Kind kind, Instant since, String reason) {
    public enum Kind {
        CONNECTED,
        /// It is not, and tries again.
        RECONNECTING,
        /// It is not and does not try again.
        ENDED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String STATE = "state";
    private static final String SINCE = "since";
    private static final String REASON = "reason";

    /// @return empty when the record says nothing of it
    static Optional<LinkState> of(DaemonRecord record) {
        try {
            Optional<Instant> since = record.text(SINCE).map(Instant::parse);
            return record.text(STATE)
                    .flatMap(word -> Arrays.stream(Kind.values())
                            .filter(kind -> kind.word().equals(word))
                            .findFirst())
                    .flatMap(kind -> since.map(instant ->
                            new LinkState(kind, instant, record.text(REASON).orElse(""))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// These details and the state.
    Map<String, Object> in(Map<String, Object> details) {
        Map<String, Object> all = new LinkedHashMap<>(details);
        all.put(STATE, kind.word());
        all.put(SINCE, since.toString());
        if (!reason.isEmpty()) {
            all.put(REASON, reason);
        }
        return all;
    }
}
