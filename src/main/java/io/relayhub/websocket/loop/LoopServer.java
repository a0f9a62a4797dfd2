package io.relayhub.websocket.loop;

import java.util.ArrayList;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/// Puts an [LoopConnector] into the place of each plain connector that Boot has made, with the address, the
/// protocols and the timings that Boot's properties gave it. Connectors that end TLS stay: they read on the pool,
/// where everything holds but the batching.
public final class LoopServer implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    private final LongSupplier clock;

    /// @param clock nanoseconds
    public LoopServer(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.addServerCustomizers(this::replaceConnectors);
    }

    private void replaceConnectors(Server server) {
        var connectors = new ArrayList<Connector>();
        for (Connector connector : server.getConnectors()) {
            connectors.add(
                    connector instanceof ServerConnector plain && plain.getClass() == ServerConnector.class
                            ? eventLoop(server, plain)
                            : connector);
        }
        server.setConnectors(connectors.toArray(Connector[]::new));
        var limit = server.getBean(NetworkConnectionLimit.class);
        if (limit != null) {
            server.removeBean(limit);
            server.addBean(new NetworkConnectionLimit(limit.getMaxNetworkConnectionCount(), server.getConnectors()));
        }
    }

    private ServerConnector eventLoop(Server server, ServerConnector plain) {
        var connector =
                new LoopConnector(server, clock, plain.getConnectionFactories().toArray(ConnectionFactory[]::new));
        connector.setHost(plain.getHost());
        connector.setPort(plain.getPort());
        connector.setIdleTimeout(plain.getIdleTimeout());
        connector.setAcceptQueueSize(plain.getAcceptQueueSize());
        return connector;
    }
}
