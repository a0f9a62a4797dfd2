package io.relayhub.fleet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.relayhub.fleet.codec.PictureWriter;
import java.io.ByteArrayOutputStream;
import java.util.Collection;

/// All servers in one message, put together from what is encoded already.
final class Envelope {
    private static final byte[] NONE = "null".getBytes(US_ASCII);
    private static final byte[] EMPTY = "[]".getBytes(US_ASCII);

    private Envelope() {}

    /// A `server_status_update`.
    static byte[] update(Collection<Server> servers, long now, long offlineAfterNanos, long second) {
        return put(
                "{\"data\":",
                servers,
                NONE,
                ",\"timestamp\":" + second + ",\"type\":\"server_status_update\"}",
                now,
                offlineAfterNanos);
    }

    /// The answer of `/api/server/statusInfo`.
    static byte[] statusInfo(Collection<Server> servers, long now, long offlineAfterNanos) {
        return put("{\"code\":200,\"message\":\"success\",\"data\":", servers, EMPTY, "}", now, offlineAfterNanos);
    }

    /// @param empty in the list's place where no server has reported
    private static byte[] put(
            String begin, Collection<Server> servers, byte[] empty, String end, long now, long offlineAfterNanos) {
        var whole = new Whole();
        whole.writeBytes(begin.getBytes(US_ASCII));
        boolean any = false;
        for (Server server : servers) {
            Server.Picture picture = server.picture();
            if (picture != null) {
                whole.write(any ? ',' : '[');
                whole.writeBytes(picture.entry());
                whole.writeBytes(PictureWriter.end(now - picture.reportedAt() <= offlineAfterNanos));
                any = true;
            }
        }
        whole.writeBytes(any ? new byte[] {']'} : empty);
        whole.writeBytes(end.getBytes(US_ASCII));
        return whole.toByteArray();
    }

    private static final class Whole extends ByteArrayOutputStream {
        private Whole() {
            super(4096);
        }
    }
}
