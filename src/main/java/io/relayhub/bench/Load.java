package io.relayhub.bench;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The load of one run.
///
/// @param hub          `ws` or `wss`, with the token in its query where `token` is null
/// @param token        for the `Authorization` header
/// @param window       requests that each agent keeps open; counts only where `rate` is 0
/// @param rate         requests a second of all agents together, sent by the clock whether answers come or not; or 0
/// @param requestBytes of `data` in a request
/// @param answerBytes  of `data` in an answer, at least 1
/// @param idle         further connections that say nothing
/// @param warmUp       load before anything is counted
public record Load(
        URI hub,
        @Nullable String token,
        int agents,
        int connectors,
        int window,
        double rate,
        int requestBytes,
        int answerBytes,
        int idle,
        Duration warmUp,
        Duration time) {

    public boolean isOpenLoop() {
        return rate > 0;
    }

    /// For reports: everything but the credential.
    @Override
    public String toString() {
        String how = isOpenLoop() ? "%.0f requests/s".formatted(rate) : "%d in flight each".formatted(window);
        return "%d %s, %d %s, %s, requests of %d B, answers of %d B%s"
                .formatted(
                        agents,
                        agents == 1 ? "agent" : "agents",
                        connectors,
                        connectors == 1 ? "connector" : "connectors",
                        how,
                        requestBytes,
                        answerBytes,
                        idle == 0 ? "" : ", %d idle connections".formatted(idle));
    }
}
