package io.relayhub.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where others reach the hub, as far as the hub can tell (docs/protocol.md, "Command line, files,
/// environment").
final class PublicHost {
    /// The environment variable that names it.
    static final String VARIABLE = "CLOUD_SERVER_HOST";

    /// An address of RFC 5737, which belongs to nobody: only the route to it is asked for, nothing is sent.
    private static final InetSocketAddress FAR_AWAY = new InetSocketAddress("198.51.100.1", 9);

    private PublicHost() {}

    /// Decides which address counts: what was configured, else what the sandbox says, else this machine's own.
    ///
    /// @param variable the environment variable [#VARIABLE]; it wins unless it is empty. A name or an address,
    ///     to which the port is added, or a whole one with its scheme (`wss://hub.example.org`), for a hub behind a
    ///     proxy
    /// @param option   `--host`, of the same form
    /// @param sandbox  the sandbox's API, if it has one
    /// @param scheme   `ws` or `wss`, as the hub itself speaks it
    /// @param bound    the address on which the hub listens; null: on all
    /// @param warn     told in one sentence why the sandbox's answer does not count
    static PublicAddress address(
            @Nullable String variable,
            @Nullable String option,
            Optional<PortMapping> sandbox,
            String scheme,
            @Nullable InetAddress bound,
            int port,
            Consumer<String> warn) {
        return given(variable)
                .or(() -> given(option))
                .map(configured -> configured(configured, scheme, port))
                .or(() -> sandbox.flatMap(mapping -> mapped(mapping, port, warn)))
                .orElseGet(() -> PublicAddress.direct(scheme, thisMachine(bound), port));
    }

    private static Optional<String> given(@Nullable String configured) {
        return Optional.ofNullable(configured).map(String::strip).filter(name -> !name.isEmpty());
    }

    private static PublicAddress configured(String configured, String scheme, int port) {
        return configured.contains("://")
                ? PublicAddress.parse(configured)
                        .orElseThrow(() -> new BadSettingException(
                                VARIABLE + " (or --host) is neither a name nor a URL such as wss://hub.example.org."))
                : PublicAddress.direct(scheme, configured, port);
    }

    private static Optional<PublicAddress> mapped(PortMapping mapping, int port, Consumer<String> warn) {
        try {
            return Optional.of(mapping.of(port));
        } catch (PortMapping.NoAnswerException e) {
            warn.accept("The sandbox's port mapping is of no use (" + e.getMessage()
                    + "): the printed URL has an address of this machine");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static String thisMachine(@Nullable InetAddress bound) {
        return inUrl(bound == null || bound.isAnyLocalAddress() ? addressOfDefaultRoute() : bound);
    }

    private static InetAddress addressOfDefaultRoute() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(FAR_AWAY);
            InetAddress local = socket.getLocalAddress();
            return local.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : local;
        } catch (IOException | UncheckedIOException e) {
            // A machine without a default route.
            return InetAddress.getLoopbackAddress();
        }
    }

    static String inUrl(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return "[" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }
}
