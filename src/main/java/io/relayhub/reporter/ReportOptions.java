package io.relayhub.reporter;

import java.time.Duration;
import java.util.List;

/// The choices of a [Reporter].
///
/// @param who        the server's idea of itself; empty where it has none
/// @param interval   time between two reports
/// @param interfaces names that count; empty for all but loopback and those of containers and virtual machines
/// @param disks      mount points that count; empty for all local ones
public record ReportOptions(Who who, Shape shape, Duration interval, List<String> interfaces, List<String> disks) {
    /// The format of the reports (docs/fleet.md, "Reports").
    public enum Shape {
        DOCUMENT,
        REAL
    }

    /// @param id what `X-SERVER-ID` says
    public record Who(String id, String name, String group, String country, String location) {}

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// @throws IllegalArgumentException with a sentence for people
    public ReportOptions {
        if (!who.id().matches("[A-Za-z0-9_-]{3,50}")) {
            throw new IllegalArgumentException("--id has 3 to 50 of A-Z, a-z, 0-9, _ and -");
        }
        if (!who.country().matches("([A-Za-z]{2})?")) {
            throw new IllegalArgumentException("--country has two letters, such as CN");
        }
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("--interval is from 1s to 5m");
        }
        interfaces = List.copyOf(interfaces);
        disks = List.copyOf(disks);
    }
}
