package io.relayhub.websocket;

import io.relayhub.websocket.handshake.HandshakeGuard;
import io.relayhub.websocket.handshake.Reservation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.websocket.core.util.WebSocketUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/// Answers an accepted handshake (RFC 6455 section 4.2.2) and gives the connection to a [Socket]. Offers no
/// extensions, so that compression is never negotiated.
final class FrameUpgrade implements RequestUpgradeStrategy {
    private final Sockets sockets;

    FrameUpgrade(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public String[] getSupportedVersions() {
        return new String[] {"13"};
    }

    @Override
    public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
        return List.of();
    }

    @Override
    public void upgrade(
            ServerHttpRequest request,
            ServerHttpResponse response,
            @Nullable String selectedProtocol,
            List<WebSocketExtension> selectedExtensions,
            @Nullable Principal user,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws HandshakeFailureException {
        HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        ServletContextRequest coreRequest = ServletContextRequest.getServletContextRequest(servletRequest);
        ConnectionMetaData metaData = coreRequest.getConnectionMetaData();
        Connector connector = metaData.getConnector();
        EndPoint endPoint = metaData.getConnection().getEndPoint();

        Reservation reservation = HandshakeGuard.reservation(servletRequest);
        WebSocketHandler bare = WebSocketHandlerDecorator.unwrap(handler);
        Endpoint endpoint = ((DialectHandler) bare).endpoint();
        var connection = new SocketConnection(endPoint, connector.getExecutor(), sockets);
        var socket = new Socket(reservation, sockets, connection.wire(), connector.getExecutor(), endpoint, bare);
        connection.serve(socket);
        connector.getEventListeners().forEach(connection::addEventListener);

        servletResponse.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        servletResponse.setHeader(HttpHeaders.UPGRADE, "websocket");
        servletResponse.setHeader(HttpHeaders.CONNECTION, "Upgrade");
        servletResponse.setHeader(
                WebSocketHttpHeaders.SEC_WEBSOCKET_ACCEPT,
                WebSocketUtils.hashKey(servletRequest.getHeader(WebSocketHttpHeaders.SEC_WEBSOCKET_KEY)));
        if (selectedProtocol != null) {
            servletResponse.setHeader(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL, selectedProtocol);
        }
        coreRequest.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
        sockets.add(socket);
        reservation.use();
        socket.open();
        try {
            servletResponse.flushBuffer();
        } catch (IOException gone) {
            socket.ended();
        }
    }
}
