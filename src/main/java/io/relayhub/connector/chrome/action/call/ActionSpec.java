package io.relayhub.connector.chrome.action.call;

import io.relayhub.connector.spi.Members;

/// One action: its name, what its `data` may hold, and what does it.
public record ActionSpec(String name, Members members, Action action) {
    private static final Members IN_A_TAB = Members.of("tabId", "context");

    /// An action of the browser as a whole.
    public static ActionSpec of(String name, Action action, String... members) {
        return new ActionSpec(name, Members.of(members), action);
    }

    /// An action in one tab, which `tabId` or `context` may name.
    public static ActionSpec inTab(String name, Action action, String... members) {
        return new ActionSpec(name, Members.of(members).and(IN_A_TAB.names()), action);
    }
}
