package io.relayhub.connector.nativehost;

import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderException;
import io.relayhub.connector.spi.ProviderFactory;
import io.relayhub.connector.spi.ProviderOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// Opens the `native-host` provider. Option `native-host-socket`: the socket's path, `native-host.sock` in the
/// state directory by default.
public final class NativeHostFactory implements ProviderFactory {
    /// The option that names the socket.
    public static final String SOCKET = "native-host-socket";

    @Override
    public String name() {
        return "native-host";
    }

    @Override
    public Provider open(ProviderOptions options) throws ProviderException {
        Path socket = options.value(SOCKET).map(Path::of).orElseGet(() -> SocketPath.in(options.home()));
        if (SocketPath.tooLong(socket)) {
            throw new ProviderException("the native host's socket path is longer than " + SocketPath.MAX_BYTES
                    + " bytes, which the system does not allow; give a shorter one with --" + SOCKET);
        }
        return new NativeHostProvider(UnixDomainSocketAddress.of(socket), options.notices());
    }
}
