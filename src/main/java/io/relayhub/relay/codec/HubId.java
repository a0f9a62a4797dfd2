package io.relayhub.relay.codec;

import io.relayhub.link.Pieces;
import io.relayhub.link.json.Envelope;
import java.nio.charset.StandardCharsets;

/// The ids that the hub gives to requests on their way to one connector: `"<hub>-<connector>-<number>"`, a JSON
/// string. The first two parts are the connection's own, so an answer shows at once whose request it means, and a
/// connector that returns after the hub's restart cannot mean one of the new hub's requests
/// (docs/decisions/0006-hub-issued-ids.md).
public final class HubId {
    private static final int MAX_DIGITS = 18;
    private static final byte[] QUOTE = {'"'};
    /// The longest id in escapes of six bytes; a longer one is none of the hub's.
    private static final int LONGEST_TOKEN = 6 * 64;

    private final String hub;
    private final byte[] prefix;

    /// @param hub       a word of `[a-z0-9]` that another run of the hub does not use
    /// @param connector the connection's number in this run
    public HubId(String hub, long connector) {
        this.hub = hub;
        this.prefix = ('"' + hub + '-' + connector + '-').getBytes(StandardCharsets.US_ASCII);
    }

    /// Adds the id as it stands in JSON.
    void addTo(Pieces pieces, long number) {
        pieces.add(prefix).addDecimal(number).add(QUOTE);
    }

    /// The number of the request that this message means.
    ///
    /// @return -1 when its id is none of this connection's
    public long number(Envelope envelope) {
        int from = envelope.valueFrom(Field.ID);
        int to = envelope.valueTo(Field.ID);
        long number = number(envelope.array(), from, to);
        if (number < 0 && to - from <= LONGEST_TOKEN && envelope.isEscaped(Field.ID)) {
            byte[] plain = ('"' + content(envelope) + '"').getBytes(StandardCharsets.UTF_8);
            return number(plain, 0, plain.length);
        }
        return number;
    }

    private long number(byte[] array, int from, int to) {
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

    private static String content(Envelope envelope) {
        String content = envelope.text(Field.ID);
        return content == null ? "" : content;
    }

    /// The number of the connection of this run of the hub that this message's id belongs to, not checked to exist.
    ///
    /// @return -1 when the id is none that this run of the hub could have given
    public long connectorOf(Envelope envelope) {
        if (envelope.valueTo(Field.ID) - envelope.valueFrom(Field.ID) > LONGEST_TOKEN) {
            return -1;
        }
        String id = content(envelope);
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
