package io.relayhub.relay.codec;

import java.nio.charset.StandardCharsets;

/// The ids that the hub gives to requests on their way to one connector: `"<hub>-<connector>-<number>"`, a JSON
/// string. The first two parts are the connection's own, so an answer shows at once whose request it means, and a
/// connector that returns after the hub's restart cannot mean one of the new hub's requests.
public final class HubId {
    private static final int MAX_DIGITS = 18;

    private final String hub;
    private final byte[] prefix;

    /// @param hub       a word of `[a-z0-9]` that another run of the hub does not use
    /// @param connector the connection's number in this run
    public HubId(String hub, long connector) {
        this.hub = hub;
        this.prefix = ('"' + hub + '-' + connector + '-').getBytes(StandardCharsets.US_ASCII);
    }

    byte[] token(long number) {
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        byte[] token = new byte[prefix.length + digits.length + 1];
        System.arraycopy(prefix, 0, token, 0, prefix.length);
        System.arraycopy(digits, 0, token, prefix.length, digits.length);
        token[token.length - 1] = '"';
        return token;
    }

    /// The number of the request that this message means.
    ///
    /// @return -1 when its id is none of this connection's
    public long number(Envelope envelope) {
        byte[] array = envelope.array();
        int from = envelope.valueFrom(Field.ID);
        int to = envelope.valueTo(Field.ID);
        int digits = to - from - prefix.length - 1;
        if (digits < 1 || digits > MAX_DIGITS) {
            return -1;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (array[from + i] != prefix[i]) {
                return -1;
            }
        }
        long number = 0;
        for (int at = from + prefix.length; at < to - 1; at++) {
            int digit = array[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /// The number of the connection of this run of the hub that this message's id belongs to, not checked to exist.
    ///
    /// @return -1 when the id is none that this run of the hub could have given
    public long connectorOf(Envelope envelope) {
        String id = Values.string(envelope.array(), envelope.valueFrom(Field.ID), envelope.valueTo(Field.ID));
        if (!id.startsWith(hub + '-')) {
            return -1;
        }
        int end = id.indexOf('-', hub.length() + 1);
        if (end < 0 || end - hub.length() - 1 > MAX_DIGITS) {
            return -1;
        }
        try {
            return Long.parseLong(id, hub.length() + 1, end, 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
