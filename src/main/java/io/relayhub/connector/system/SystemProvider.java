package io.relayhub.connector.system;

import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Members;
import io.relayhub.connector.spi.Provider;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `ping` and `system_info`, so that a connector without a browser answers something real (docs/connector.md,
/// "system").
final class SystemProvider implements Provider {
    private static final String PING = "ping";
    private static final String SYSTEM_INFO = "system_info";

    private final Machine machine = new Machine();

    @Override
    public Actions actions() {
        return Actions.of(PING, SYSTEM_INFO);
    }

    @Override
    public Json handle(ActionCall call) throws ActionException, InterruptedException {
        Members.NONE.check(call.action(), data(call));
        return switch (call.action()) {
            case PING -> pong();
            case SYSTEM_INFO -> Json.of(described());
            default -> throw new ActionException(ActionError.UNKNOWN_ACTION, "the system provider has no such action");
        };
    }

    private static JsonNode data(ActionCall call) throws ActionException {
        try {
            return call.data().tree();
        } catch (IllegalArgumentException e) {
            throw new ActionException(ActionError.BAD_REQUEST, "\"data\" is nested too deeply or too large.");
        }
    }

    /// Asked on a thread of its own: the system's libraries and name service may block, and not only for a moment.
    private ObjectNode described() throws ActionException, InterruptedException {
        FutureTask<ObjectNode> answer = new FutureTask<>(machine::describe);
        Thread.ofPlatform().daemon().name("system-info").start(answer);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new ActionException(ActionError.FAILED, "the system did not say what it is", e);
        }
    }

    private static Json pong() {
        return Json.of(Json.mapper().createObjectNode().put("pong", true).put("timestamp", System.currentTimeMillis()));
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
