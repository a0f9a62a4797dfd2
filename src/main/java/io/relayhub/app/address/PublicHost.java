package io.relayhub.app.address;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name under which others reach the hub, as far as it was configured, and where to ask or to look otherwise
/// (docs/cli.md, "Host"). Immutable.
public final class PublicHost {
    /// The environment variable that names it.
    public static final String VARIABLE = "CLOUD_SERVER_HOST";

    /// An address of RFC 5737, which belongs to nobody: only the route to it is asked for, nothing is sent.
    private static final InetSocketAddress FAR_AWAY = new InetSocketAddress("198.51.100.1", 9);

    /// Nothing that would end a URL's host. What names there are is the business of those who resolve them.
    private static final Pattern NAME = Pattern.compile("[^\\s/@?#]+");

    private final Optional<String> configured;
    private final Optional<PortMapping> sandbox;

    private PublicHost(Optional<String> configured, Optional<PortMapping> sandbox) {
        this.configured = configured;
        this.sandbox = sandbox;
    }

    /// Decides what counts: what was configured, else what the sandbox says, else this machine's own address.
    ///
    /// @param variable the environment variable [#VARIABLE]; it wins unless it is empty. A name or an address, to
    ///     which the port is added, or a URL (`wss://hub.example.org`), for a hub behind a proxy
    /// @param option   `--host`, of the same form
    /// @param sandbox  the sandbox's API, if it has one
    /// @throws IllegalArgumentException with a sentence, when what was configured is no address
    public static PublicHost of(@Nullable String variable, @Nullable String option, Optional<PortMapping> sandbox) {
        Optional<String> configured = given(variable).or(() -> given(option));
        configured.ifPresent(text -> address(text, "ws", 1));
        return new PublicHost(configured, sandbox);
    }

    /// May ask the sandbox, and wait for its answer.
    ///
    /// @param scheme `ws` or `wss`, as the hub itself speaks it
    /// @param bound  the address on which the hub listens; null: on all
    /// @param warn   told in one sentence why the sandbox's answer does not count
    public PublicAddress address(String scheme, @Nullable InetAddress bound, int port, Consumer<String> warn) {
        return configured
                .map(text -> address(text, scheme, port))
                .or(() -> sandbox.flatMap(mapping -> mapped(mapping, port, warn)))
                .orElseGet(() -> PublicAddress.direct(scheme, thisMachine(bound), port));
    }

    private static Optional<String> given(@Nullable String configured) {
        return Optional.ofNullable(configured).map(String::strip).filter(name -> !name.isEmpty());
    }

    private static PublicAddress address(String configured, String scheme, int port) {
        Optional<PublicAddress> address = configured.contains("://")
                ? PublicAddress.parse(configured)
                : Optional.of(configured)
                        .filter(host -> NAME.matcher(host).matches())
                        .map(host -> PublicAddress.direct(scheme, host, port));
        return address.orElseThrow(() -> new IllegalArgumentException(
                VARIABLE + " (or --host) is neither a name nor a URL such as wss://hub.example.org."));
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

    /// An IPv6 address in brackets, without its zone.
    public static String inUrl(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return "[" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }
}
