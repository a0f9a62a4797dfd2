package io.relayhub.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// A key store with a key of its own for 127.0.0.1, made by the JDK's keytool for one test, and clients that trust it.
///
/// @param path of the PKCS#12 file
public record KeyStoreFile(Path path) {
    public static final String PASSWORD = "changeit";

    public static KeyStoreFile create(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("hub.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hub",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new AssertionError("keytool made no key store");
        }
        return new KeyStoreFile(store);
    }

    /// Boot's properties with which a server ends TLS by an SSL bundle of this key store.
    public String[] bundle() {
        return new String[] {
            "server.ssl.bundle=hub",
            "spring.ssl.bundle.jks.hub.keystore.location=" + path.toUri(),
            "spring.ssl.bundle.jks.hub.keystore.password=" + PASSWORD
        };
    }

    /// Connects sockets that trust this key store's key alone.
    public SSLSocketFactory clients() throws GeneralSecurityException, IOException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(path.toFile(), PASSWORD.toCharArray()));
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /// A connection with TLS on which nothing has been said.
    public RawWebSocket dial(int port) throws GeneralSecurityException, IOException {
        return RawWebSocket.over(clients().createSocket(InetAddress.getLoopbackAddress(), port));
    }
}
