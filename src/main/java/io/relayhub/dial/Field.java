package io.relayhub.dial;

import io.relayhub.link.json.Member;
import io.relayhub.link.json.Members;

/// The members that agents and connectors read of what a hub says (docs/protocol.md, "Messages"). None may stand twice.
public enum Field implements Member {
    ID("id"),
    TYPE("type"),
    ACTION("action"),
    AGENT("agent"),
    SUCCESS("success"),
    DATA("data"),
    ERROR("error"),
    ERROR_CODE("errorCode"),
    RETRYABLE("retryable"),
    RETRY_AFTER_MS("retryAfterMs"),
    VERSION_WARNING("versionWarning"),
    TIMEOUT_MS("timeoutMs"),
    TIMEOUT_SEC("timeoutSec"),
    HEARTBEAT_TIMEOUT_MS("heartbeatTimeoutMs"),
    RECONNECT_AFTER_MS("reconnectAfterMs");

    public static final Members MEMBERS = Members.of(values());

    private final String text;

    Field(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
