package io.relayhub.app.fleet;

import io.relayhub.fleet.FleetSettings;
import io.relayhub.fleet.roster.ConfiguredServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/// Everything under `relayhub.fleet.` (docs/fleet.md, "Switching it on").
///
/// @param servers     those of the configuration itself
/// @param serversFile has more of them, and is read again when it changes; null: there is none
/// @param secret      of all servers that have none of their own; null: each has its own
/// @param isPublic    whether everybody may watch
/// @param historyBudget null: an eighth of the heap
/// @param serverMeters whether each server has meters of its own
public record FleetProperties(
        @DefaultValue List<ServerProperties> servers,
        @Nullable Path serversFile,
        @Nullable String secret,
        @Name("public") @DefaultValue("false") boolean isPublic,
        @DefaultValue("/ws-report") String reportPath,
        @DefaultValue("/ws-frontend") String frontendPath,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s")
        Duration offlineAfter,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10s")
        Duration historyStep,

        @Nullable DataSize historyBudget,
        @DefaultValue("false") boolean serverMeters) {
    private static final int HISTORIES_OF_THE_HEAP = 8;
    /// Less: each viewer that reads slowly holds a picture of all servers as it was, and not the same one as others.
    private static final int PICTURES_OF_THE_HEAP = 32;

    public FleetProperties {
        servers = List.copyOf(servers);
        secret = secret == null || secret.isEmpty() ? null : secret;
    }

    /// @throws IllegalArgumentException with a sentence that begins with the property's name, without `relayhub.`
    public FleetSettings settings() {
        long heap = Runtime.getRuntime().maxMemory();
        try {
            return new FleetSettings(
                    offlineAfter,
                    historyStep,
                    historyBudget == null ? heap / HISTORIES_OF_THE_HEAP : historyBudget.toBytes(),
                    heap / PICTURES_OF_THE_HEAP);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("fleet." + e.getMessage());
        }
    }

    /// The servers of the configuration itself.
    ///
    /// @throws IllegalArgumentException with a sentence that begins with the property's name, without `relayhub.`
    List<ConfiguredServer> configured() {
        return new ServerList(secret).of("fleet.servers", servers);
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "FleetProperties[servers=" + servers.size() + "]";
    }
}
