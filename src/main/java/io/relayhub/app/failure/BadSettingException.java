package io.relayhub.app.failure;

import org.jspecify.annotations.Nullable;

/// The hub cannot start with these settings. The message is a sentence for the operator that names the property; it
/// never holds a token, and neither does anything behind it (there is no cause).
public final class BadSettingException extends RuntimeException {
    private final @Nullable String action;

    public BadSettingException(String problem) {
        this(problem, null);
    }

    /// @param action what the operator may do, where the problem does not say so already
    public BadSettingException(String problem, @Nullable String action) {
        super(problem);
        this.action = action;
    }

    @Nullable
    String action() {
        return action;
    }
}
