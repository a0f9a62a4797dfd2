package io.relayhub.app.fleet;

import io.relayhub.fleet.roster.ConfiguredServer;
import io.relayhub.fleet.roster.Roster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The servers of the configuration and of the file together.
public final class FleetRoster {
    private final List<ConfiguredServer> fixed;
    private final @Nullable ServersFile file;

    private FleetRoster(List<ConfiguredServer> fixed, @Nullable ServersFile file) {
        this.fixed = fixed;
        this.file = file;
    }

    /// @throws IllegalArgumentException with a sentence that begins with the property's name, without `relayhub.`
    public static FleetRoster of(FleetProperties properties) {
        return new FleetRoster(
                properties.configured(),
                properties.serversFile() == null
                        ? null
                        : new ServersFile(properties.serversFile(), new ServerList(properties.secret())));
    }

    /// Reads them. Blocks: for a platform thread.
    ///
    /// @throws IllegalArgumentException with a sentence that begins with the property's name, without `relayhub.`
    public Roster read() {
        List<ConfiguredServer> all = new ArrayList<>(fixed);
        ServersFile more = file;
        if (more != null) {
            try {
                all.addAll(more.read());
            } catch (IOException e) {
                throw new IllegalArgumentException("fleet.servers-file cannot be read (" + more.path() + ": "
                        + e.getClass().getSimpleName() + ")");
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "fleet.servers-file has a mistake (" + more.path() + "): " + e.getMessage());
            }
        }
        try {
            return Roster.of(all);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("fleet.servers and the servers-file do not fit: " + e.getMessage());
        }
    }

    @Nullable
    ServersFile file() {
        return file;
    }
}
