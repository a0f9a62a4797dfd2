package io.relayhub.link;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// The network that an address counts for where something is limited per address: an IPv4 address by itself, an IPv6
/// address by its /64, which is what one customer gets.
public final class Network {
    private static final int LONGEST_NAME = 64;
    private static final int NETWORK_BYTES = 8;

    private Network() {}

    /// @param address a literal; anything else is a network of its own, and is never looked up
    public static String of(String address) {
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noAddress) {
            return address.length() > LONGEST_NAME ? address.substring(0, LONGEST_NAME) : address;
        }
    }

    public static String of(InetAddress address) {
        return address instanceof Inet6Address six
                ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }
}
