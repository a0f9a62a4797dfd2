package rival;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The way a relay is usually written with Spring: a text handler, Jackson's trees, sessions behind the decorator that
/// makes them fit for several threads. It gives each request an id of its own and asks connectors in turn; it has no
/// token, deadline or check.
@SpringBootApplication
@EnableWebSocket
public class SpringRelay implements WebSocketConfigurer {
    private static final int MAX_MESSAGE = 16 * 1024 * 1024;
    private static final int SEND_MILLIS = 10_000;

    public static void main(String[] arguments) {
        SpringApplication.run(SpringRelay.class, arguments);
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(new RelayHandler(), "/ws").setAllowedOrigins("*");
    }

    @Bean
    ServletServerContainerFactoryBean container(ServletContext context) {
        var container = new ServletServerContainerFactoryBean();
        container.setServletContext(context);
        container.setMaxTextMessageBufferSize(MAX_MESSAGE);
        return container;
    }

    private record Asked(WebSocketSession agent, String id) {}

    private static final class RelayHandler extends TextWebSocketHandler {
        private final JsonMapper json = new JsonMapper();
        private final Map<String, WebSocketSession> sessions = new ConcurrentHashMap<>();
        private final List<WebSocketSession> connectors = new CopyOnWriteArrayList<>();
        private final Map<String, Asked> pending = new ConcurrentHashMap<>();
        private final AtomicLong number = new AtomicLong();

        @Override
        public void afterConnectionEstablished(WebSocketSession session) {
            var shared = new ConcurrentWebSocketSessionDecorator(session, SEND_MILLIS, MAX_MESSAGE);
            sessions.put(session.getId(), shared);
            if (isConnector(session)) {
                connectors.add(shared);
            }
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
            connectors.remove(sessions.remove(session.getId()));
        }

        @Override
        protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
            var tree = (ObjectNode) json.readTree(message.getPayload());
            if (isConnector(session)) {
                Asked asked = pending.remove(tree.path("id").asString());
                if (asked != null) {
                    tree.put("id", asked.id());
                    asked.agent().sendMessage(new TextMessage(json.writeValueAsString(tree) + "\n"));
                }
            } else {
                long count = number.incrementAndGet();
                String id = "r" + count;
                pending.put(id, new Asked(sessions.get(session.getId()), tree.path("id").asString()));
                tree.put("id", id);
                connectors
                        .get((int) (count % connectors.size()))
                        .sendMessage(new TextMessage(json.writeValueAsString(tree) + "\n"));
            }
        }

        private static boolean isConnector(WebSocketSession session) {
            return String.valueOf(session.getUri()).contains("role=connector");
        }
    }
}
