package io.relayhub.daemon.light;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// One GET of a health page on this machine, over a bare socket: the JDK's HTTP client takes longer to load than a
/// status command may take.
public final class HealthCheck {
    private static final int TIMEOUT_MILLIS = 1_000;

    private HealthCheck() {}

    /// Whether the page answers with status 200 within a second. Of an `https` page only the port is asked: its
    /// certificate names the public host and not this address.
    public static boolean answers(URI page) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(page.getHost(), page.getPort()), TIMEOUT_MILLIS);
            if ("https".equals(page.getScheme())) {
                return true;
            }
            String request = "GET " + page.getRawPath() + " HTTP/1.1\r\nHost: " + page.getRawAuthority()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }
}
