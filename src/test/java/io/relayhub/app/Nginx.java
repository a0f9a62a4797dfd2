package io.relayhub.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// The installed nginx with the configuration of `deploy/nginx`, in which only paths, ports and times are others, and
/// with a certificate of its own. Everything that it and its processes write is below one directory.
final class Nginx implements AutoCloseable {
    private static final Path SHIPPED = Path.of("deploy/nginx");
    private static final char[] PASSWORD = "not-a-secret".toCharArray();

    private final Process process;
    private final Path directory;
    private final int port;
    private final SSLContext trust;
    private final HttpClient client;

    private Nginx(Process process, Path directory, int port, SSLContext trust) {
        this.process = process;
        this.directory = directory;
        this.port = port;
        this.trust = trust;
        this.client = HttpClient.newBuilder().sslContext(trust).build();
    }

    /// Skips the test where there is no nginx.
    ///
    /// @param directory empty
    /// @param hub       the port of the hub behind it
    /// @param times     of the configuration, such as `120s`, and what they are here
    static Nginx orSkip(Path directory, int hub, Map<String, String> times) throws Exception {
        Optional<Path> program = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
                .map(path -> Path.of(path, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "skipped: there is no nginx to put in front of a hub");

        Path tls = Files.createDirectory(directory.resolve("tls"));
        KeyStore keys = certificate(tls);
        int port = freePort();
        copy("nginx.conf", directory, hub, port, times);
        copy("relayhub.conf", directory, hub, port, times);
        Path site = directory.resolve("relayhub.conf");
        // Where whoever is not root may write.
        Files.writeString(
                site,
                Files.readString(site)
                        + Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                                .map(kind -> kind + "_temp_path " + directory.resolve(kind) + ";\n")
                                .reduce("", String::concat));
        Process process = new ProcessBuilder(
                        program.get().toString(),
                        "-e",
                        directory.resolve("error.log").toString(),
                        "-p",
                        directory.toString(),
                        "-c",
                        directory.resolve("nginx.conf").toString(),
                        "-g",
                        "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Nginx nginx = new Nginx(process, directory, port, trust(keys));
        try {
            await().atMost(Duration.ofSeconds(10)).until(nginx::listens);
        } catch (RuntimeException e) {
            nginx.stop();
            throw new AssertionError("nginx did not start:\n" + nginx.written(), e);
        }
        return nginx;
    }

    private static void copy(String name, Path directory, int hub, int port, Map<String, String> times)
            throws IOException {
        String text = Files.readString(SHIPPED.resolve(name))
                .replace("/var/log/nginx/", directory + "/")
                .replace("/etc/nginx/", directory + "/")
                .replace("/run/nginx.pid", directory + "/nginx.pid")
                .replace("listen 8443", "listen 127.0.0.1:" + port)
                .replace("hub:8080", "127.0.0.1:" + hub);
        for (Map.Entry<String, String> time : times.entrySet()) {
            if (name.equals("nginx.conf") && !text.contains(time.getKey())) {
                throw new AssertionError(name + " has no " + time.getKey());
            }
            text = text.replace(time.getKey(), time.getValue());
        }
        Files.writeString(directory.resolve(name), text);
    }

    int port() {
        return port;
    }

    /// Trusts its certificate.
    SSLContext trust() {
        return trust;
    }

    /// Trusts its certificate, and speaks HTTP/2 where it can.
    HttpClient client() {
        return client;
    }

    /// What is answered to these bytes over a TLS connection, until nginx closes it or has been silent for 10 s.
    ///
    /// @param from the client's address
    String ask(InetAddress from, String request) throws IOException {
        try (Socket plain = new Socket()) {
            plain.bind(new InetSocketAddress(from, 0));
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            plain.setSoTimeout(10_000);
            try (SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(plain, "localhost", port, true)) {
                tls.getOutputStream().write(request.getBytes(US_ASCII));
                tls.getOutputStream().flush();
                return new String(tls.getInputStream().readAllBytes(), US_ASCII);
            }
        }
    }

    /// The same without TLS, which is wrong here.
    String askPlainly(String request) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(plain.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    List<String> accessLog() throws IOException {
        return Files.readAllLines(directory.resolve("access.log"));
    }

    /// All that it has written anywhere: both logs, its output, its temporary files.
    String written() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().endsWith(".p12")) {
                    all.append(new String(Files.readAllBytes(file), UTF_8));
                }
            }
        }
        return all.toString();
    }

    /// Ends it as SIGTERM does, without waiting for any connection; may be called again.
    void stop() {
        client.shutdownNow();
        process.destroy();
        try {
            process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        stop();
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private boolean listens() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            if (!process.isAlive()) {
                throw new IllegalStateException("nginx has ended with " + process.exitValue(), notYet);
            }
            return false;
        }
    }

    private static KeyStore certificate(Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("tls.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "tls",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "7",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        String.valueOf(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new AssertionError("keytool made no certificate");
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Key key = keys.getKey("tls", PASSWORD);
        pem(
                directory.resolve("tls.crt"),
                "CERTIFICATE",
                keys.getCertificate("tls").getEncoded());
        pem(directory.resolve("tls.key"), "PRIVATE KEY", key.getEncoded());
        return keys;
    }

    private static void pem(Path file, String kind, byte[] content) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n");
    }

    private static SSLContext trust(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("tls", keys.getCertificate("tls"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
