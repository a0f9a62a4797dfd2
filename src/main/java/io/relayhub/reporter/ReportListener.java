package io.relayhub.reporter;

import java.time.Duration;

/// Hears what becomes of a [Reporter], on the reporter's own thread; may block. Sentences have no secret in them.
public interface ReportListener {
    void connected();

    /// @param reason why there is no connection
    /// @param delay  until the next attempt
    void waiting(String reason, Duration delay);
}
