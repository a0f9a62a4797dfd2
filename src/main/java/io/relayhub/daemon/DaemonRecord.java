package io.relayhub.daemon;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A daemon's own words about itself, as its state file has them.
///
/// @param process   the process that runs it
/// @param startedAt for people; [ProcessIdentity#start] is what tells processes apart
/// @param phase     how far it is
/// @param details   whatever else its programs want to know, in order; values are [String], [Long] or [Boolean]
public record DaemonRecord(ProcessIdentity process, Instant startedAt, Phase phase, Map<String, Object> details) {
    public enum Phase {
        /// It runs and does not yet do what it is there for.
        STARTING,
        /// It does.
        READY
    }

    public DaemonRecord {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        for (Map.Entry<String, Object> detail : details.entrySet()) {
            switch (detail.getValue()) {
                case String text -> {}
                case Long number -> {}
                case Boolean truth -> {}
                default -> throw new IllegalArgumentException("the record cannot hold " + detail.getKey());
            }
        }
    }

    public Optional<String> text(String name) {
        return details.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public Optional<Long> number(String name) {
        return details.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(details.get(name));
    }

    /// The details may hold a token.
    @Override
    public String toString() {
        return "daemon " + process.pid() + ", " + phase + " since " + startedAt;
    }
}
