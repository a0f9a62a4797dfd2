package io.relayhub.cli.console;

import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// From what was typed to a hub's address.
public final class HubLocation {
    /// Why a hub refuses whoever presents no token (HTTP 401), for people.
    public static final String NO_TOKEN =
            "the hub wants a token, and none was given; take the URL that 'relayhub status'"
                    + " prints on the hub's machine, or give --token";

    private static final String TOKEN = "MTOP_DEVTOOLS_TOKEN";
    private static final String TOKEN_FILE = "RELAYHUB_TOKEN_FILE";
    private static final int LONGEST_FILE = 8192;

    private HubLocation() {}

    /// The address to connect to. A URL of a web page (`http`, `https`) is taken for the WebSocket there, and standard
    /// error says so.
    ///
    /// @param token as an option; null leaves it to the URL and then to the environment
    public static HubAddress of(
            CommandSpec command, String url, @Nullable String token, Map<String, String> environment) {
        HubAddress address = named(command, url);
        if (url.strip().regionMatches(true, 0, "http", 0, "http".length())) {
            Console.of(command).complain("Taking the http address for " + address + ".");
        }
        try {
            if (token != null) {
                return address.withToken(token);
            }
            String other = beside(address, environment);
            return other.isEmpty() ? address : address.withToken(other);
        } catch (IllegalArgumentException e) {
            throw wrong(command, e);
        }
    }

    /// The token that the environment has for an address without one, or that a file has which it names; else empty.
    ///
    /// @throws IllegalArgumentException when that file cannot be read
    public static String beside(HubAddress address, Map<String, String> environment) {
        if (address.hasToken()) {
            return "";
        }
        String token = environment.getOrDefault(TOKEN, "");
        String file = environment.getOrDefault(TOKEN_FILE, "");
        return !token.isEmpty() || file.isEmpty() ? token : tokenIn(file);
    }

    private static String tokenIn(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8).strip();
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(TOKEN_FILE + " in the environment names " + file
                    + ", which cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /// The address by which a connector is known that was started before; its token does not matter.
    public static HubAddress named(CommandSpec command, String url) {
        try {
            return HubAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw wrong(command, e);
        }
    }

    private static ParameterException wrong(CommandSpec command, IllegalArgumentException e) {
        return new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
    }

    /// Says that no attempt will ever succeed because nobody knows the host's name. Waits for the network's name
    /// service; while that is out of reach, and where a proxy asks it, the name may be known.
    ///
    /// @return empty when an attempt makes sense
    public static Optional<String> unknownHost(HubAddress address) {
        String host = address.secretUri().getHost();
        if (isProxied(address)) {
            return Optional.empty();
        }
        try {
            InetAddress.getByName(host);
            return Optional.empty();
        } catch (UnknownHostException e) {
            return isFinal(e)
                    ? Optional.of("The hub's URL names the host '" + host + "', which nobody knows: is it right?")
                    : Optional.empty();
        }
    }

    /// In the words of the C library, which alone tells the two apart: glibc and macOS, then musl.
    static boolean isFinal(UnknownHostException e) {
        String words = String.valueOf(e.getMessage());
        return words.contains("not known") || words.contains("does not resolve");
    }

    private static boolean isProxied(HubAddress address) {
        URI uri = address.secretUri();
        URI page = URI.create(uri.getScheme().replaceFirst("^ws", "http") + "://" + uri.getRawAuthority());
        ProxySelector proxies = ProxySelector.getDefault();
        List<Proxy> ways = proxies == null ? List.of() : proxies.select(page);
        return ways.stream().anyMatch(way -> way.type() != Proxy.Type.DIRECT);
    }
}
