package io.relayhub.relay.codec;

import io.relayhub.link.json.Member;
import io.relayhub.link.json.Members;

/// The members of an envelope that the relay reads. All others pass unread.
public enum Field implements Member {
    ID("id", Repeat.REFUSED),
    TYPE("type", Repeat.REFUSED),
    ACTION("action", Repeat.REFUSED),
    SUCCESS("success", Repeat.REFUSED),
    VERSION("version", Repeat.LAST_COUNTS),
    VERSION_WARNING("versionWarning", Repeat.LAST_COUNTS),
    CONNECTOR("connector", Repeat.LAST_COUNTS),
    CONNECTOR_ID("connectorId", Repeat.LAST_COUNTS),
    NAME("name", Repeat.LAST_COUNTS),
    LABELS("labels", Repeat.LAST_COUNTS),
    ACTIONS("actions", Repeat.LAST_COUNTS),
    FEATURES("features", Repeat.LAST_COUNTS),
    MAX_IN_FLIGHT("maxInFlight", Repeat.LAST_COUNTS),
    TIMEOUT_MS("timeoutMs", Repeat.LAST_COUNTS),
    TIMEOUT_SEC("timeoutSec", Repeat.LAST_COUNTS),
    IDEMPOTENT("idempotent", Repeat.LAST_COUNTS),
    AGENT("agent", Repeat.REFUSED),
    AGENTS("agents", Repeat.LAST_COUNTS);

    public static final Members MEMBERS = Members.of(values());

    private final String text;
    private final Repeat repeat;

    Field(String text, Repeat repeat) {
        this.text = text;
        this.repeat = repeat;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Repeat repeat() {
        return repeat;
    }
}
