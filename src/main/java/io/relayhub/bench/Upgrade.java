package io.relayhub.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// The way from an address to a socket that speaks WebSocket (RFC 6455 section 4.1). It goes straight there, through no
/// proxy.
final class Upgrade {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LONGEST_HEAD = 16_384;
    private static final int LONGEST_BODY = 2_048;

    private final Load load;
    private final URI hub;
    private final InetAddress address;

    private Upgrade(Load load, InetAddress address) {
        this.load = load;
        this.hub = load.hub();
        this.address = address;
    }

    /// Looks the address up, once: that blocks, and not only a virtual thread.
    static Upgrade to(Load load) throws BenchException {
        String host = load.hub().getHost().replaceAll("[\\[\\]]", "");
        try {
            return new Upgrade(load, InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw new BenchException("There is no host " + host + ".");
        }
    }

    boolean isToThisMachine() {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /// @param role for the query; empty leaves it open
    /// @throws BenchException with a sentence that says what is wrong and holds no token
    Socket open(String role) throws BenchException {
        Socket socket = null;
        try {
            socket = connect();
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String key = key();
            socket.getOutputStream().write(request(role, key).getBytes(ISO_8859_1));
            judge(socket.getInputStream(), key);
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException e) {
            close(socket);
            throw new BenchException(sentence(e));
        } catch (BenchException e) {
            close(socket);
            throw e;
        }
    }

    private static void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is given up anyway.
        }
    }

    private boolean isSecure() {
        return "wss".equals(hub.getScheme());
    }

    private Socket connect() throws IOException {
        int port = hub.getPort() >= 0 ? hub.getPort() : isSecure() ? 443 : 80;
        var plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
            if (!isSecure()) {
                return plain;
            }
            plain.setSoTimeout((int) PATIENCE.toMillis());
            var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            var secure = (SSLSocket) factory.createSocket(plain, hub.getHost(), port, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return secure;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static String key() {
        byte[] bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String request(String role, String key) {
        String query = Objects.requireNonNullElse(hub.getRawQuery(), "");
        String wanted = role.isEmpty() ? "" : "role=" + role;
        String separator = query.isEmpty() || wanted.isEmpty() ? "" : "&";
        String all = query + separator + wanted;
        return "GET " + hub.getRawPath() + (all.isEmpty() ? "" : "?" + all) + " HTTP/1.1\r\nHost: " + hub.getHost()
                + (hub.getPort() < 0 ? "" : ":" + hub.getPort())
                + (load.token() == null ? "" : "\r\nAuthorization: Bearer " + load.token())
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key + "\r\n\r\n";
    }

    /// Byte by byte, as what follows the header is the first frame.
    private void judge(InputStream in, String key) throws IOException, BenchException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(head.length() - 4, 0)) < 0) {
            int next = in.read();
            if (next < 0 || head.length() == LONGEST_HEAD) {
                throw new BenchException("What is at " + name() + " does not speak HTTP.");
            }
            head.append((char) next);
        }
        Matcher status = Pattern.compile("HTTP/1\\.[01] (\\d{3})").matcher(head);
        if (!status.lookingAt()) {
            throw new BenchException("What is at " + name() + " does not speak HTTP.");
        }
        if (!status.group(1).equals("101")) {
            throw new BenchException(refusal(status.group(1), body(in, head.toString())));
        }
        if (!header(head.toString(), "sec-websocket-accept").equals(accept(key))) {
            throw new BenchException("What is at " + name() + " does not speak WebSocket.");
        }
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SUFFIX).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static String body(InputStream in, String head) throws IOException {
        String length = header(head, "content-length");
        return length.matches("\\d{1,9}")
                ? new String(in.readNBytes(Math.min(Integer.parseInt(length), LONGEST_BODY)), ISO_8859_1)
                : "";
    }

    private String refusal(String status, String body) {
        Matcher code = Pattern.compile("\"code\"\\s*:\\s*\"([A-Z_]{1,64})\"").matcher(body);
        String word = code.find() ? code.group(1) : "HTTP " + status;
        return switch (word) {
            case "AUTH_FAILED" -> "The hub does not accept the token, or there is none (AUTH_FAILED).";
            case "FORBIDDEN" ->
                "The token allows to be an agent or a connector, not both, and a load test needs both (FORBIDDEN).";
            case "SERVER_FULL" ->
                "The hub takes no more connections (SERVER_FULL): ask for fewer, or start it with a larger"
                        + " --max-connections.";
            case "HTTP 404" -> "There is a server at " + name() + ", and no hub at this path (HTTP 404).";
            default -> "The hub at " + name() + " refused the connection: " + word + ".";
        };
    }

    private String sentence(IOException e) {
        return switch (e) {
            case ConnectException _ -> "Nothing answers at " + name() + ": is the hub running?";
            case SocketTimeoutException _ -> name() + " did not answer within " + PATIENCE.toSeconds() + " s.";
            case SSLHandshakeException _ ->
                "The certificate of " + name()
                        + " is not trusted here. For one that is self-signed: keytool -importcert -noprompt -file <its PEM> -keystore <file>"
                        + " -storepass changeit, then the same command with"
                        + " JAVA_TOOL_OPTIONS='-Djavax.net.ssl.trustStore=<file> -Djavax.net.ssl.trustStorePassword=changeit' before it.";
            case SSLException _ -> "There is no secure connection to " + name() + ": " + e.getMessage() + ".";
            default -> "The connection to " + name() + " failed: " + e.getMessage() + ".";
        };
    }

    /// Without the query, which may hold the token.
    private String name() {
        return hub.getScheme() + "://" + hub.getHost() + (hub.getPort() < 0 ? "" : ":" + hub.getPort())
                + hub.getRawPath();
    }
}
