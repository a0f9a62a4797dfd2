package io.relayhub.connector.system;

import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;

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
    public Json handle(ActionCall call) throws ActionException {
        return switch (call.action()) {
            case PING -> pong();
            case SYSTEM_INFO -> Json.of(machine.describe());
            default -> throw new ActionException(ActionError.UNKNOWN_ACTION, "the system provider has no such action");
        };
    }

    private static Json pong() {
        return Json.of(Json.mapper().createObjectNode().put("pong", true).put("timestamp", System.currentTimeMillis()));
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
