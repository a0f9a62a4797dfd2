package io.relayhub.websocket.door;

import io.relayhub.link.Network;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.Server;

/// The front door of a Jetty server. Whoever does not finish a request's header in time, in all and not from byte to
/// byte, is closed; and whoever fills the door with connections that say nothing only drives out those, and first of
/// all the own ones. So probes and handshakes are answered however many wait.
///
/// Any thread, but [#onTick] is called by one at a time.
public final class FrontDoor implements Connection.Listener {
    private final Visitors visitors;
    private final LongSupplier clock;

    /// @param clock nanoseconds
    public FrontDoor(DoorSettings settings, LongSupplier clock) {
        this.visitors = new Visitors(settings);
        this.clock = clock;
    }

    /// Watches all connectors that the server has now. To be called before it starts.
    public void watch(Server server) {
        for (Connector connector : server.getConnectors()) {
            connector.addEventListener(this);
        }
    }

    /// Closes who has taken too long. To be called about ten times a second.
    ///
    /// @param now nanoseconds of the clock that was given
    public void onTick(long now) {
        visitors.onTick(now);
    }

    /// Connections that have not become WebSockets.
    public int count() {
        return visitors.count();
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = outermost(connection.getEndPoint());
        if (isBeforeAnyUpgrade(connection)) {
            visitors.enter(endPoint, network(endPoint), new Layer(connection, endPoint), clock.getAsLong());
        } else {
            visitors.leave(endPoint);
        }
    }

    /// Ends with the connection, and with the layer that speaks HTTP: then it has ended, too, or another protocol has
    /// it.
    @Override
    public void onClosed(Connection connection) {
        if (!(connection instanceof NegotiatingServerConnection)) {
            visitors.leave(outermost(connection.getEndPoint()));
        }
    }

    private static boolean isBeforeAnyUpgrade(Connection connection) {
        return connection instanceof ConnectionMetaData
                || connection instanceof SslConnection
                || connection instanceof NegotiatingServerConnection;
    }

    private static EndPoint outermost(EndPoint endPoint) {
        return endPoint instanceof EndPoint.Wrapper wrapper ? outermost(wrapper.unwrap()) : endPoint;
    }

    private static String network(EndPoint endPoint) {
        return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer && peer.getAddress() != null
                ? Network.of(peer.getAddress())
                : "";
    }

    private record Layer(Connection connection, EndPoint endPoint) implements Visitors.Visit {
        @Override
        public long requests() {
            return connection.getMessagesIn();
        }

        @Override
        public long responses() {
            return connection.getMessagesOut();
        }

        @Override
        public long bytesIn() {
            return connection.getBytesIn();
        }

        @Override
        public void end() {
            endPoint.close();
        }
    }
}
