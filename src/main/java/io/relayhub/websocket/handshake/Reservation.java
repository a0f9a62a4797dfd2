package io.relayhub.websocket.handshake;

import io.relayhub.link.Credential;
import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A reserved place under the connection limit for an accepted handshake, from before the 101 until the connection has
/// ended, with what the handshake said.
///
/// Any thread.
public final class Reservation {
    /// The longest first message of a peer that has yet to log in: nobody else may have more of it read.
    public static final int LONGEST_LOGIN = 8 * 1024;

    /// Who a peer is that has not logged in: nobody, who may nothing.
    private static final Identity NOBODY = new Identity("nobody", "none", Set.of(new Role("none")), null);

    private final Asked asked;
    private final Runnable giveBack;
    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicBoolean returned = new AtomicBoolean();
    private final @Nullable Login login;
    private volatile Identity identity;
    private volatile boolean awaitsLogin;

    /// What a handshake asked for, without its credentials.
    ///
    /// @param parameters the first value of each query parameter
    /// @param headers    the first value of each header that the endpoint keeps, by its name in lower case
    record Asked(String path, Map<String, String> parameters, Map<String, String> headers) {
        Asked {
            parameters = Map.copyOf(parameters);
            headers = Map.copyOf(headers);
        }
    }

    /// A later answer to the question who this is.
    @FunctionalInterface
    interface Login {
        /// Never blocks.
        Verdict judge(Credential credential);
    }

    Reservation(Identity identity, Asked asked, Runnable giveBack) {
        this(identity, null, asked, giveBack);
    }

    /// For a peer that has yet to log in.
    Reservation(Login login, Asked asked, Runnable giveBack) {
        this(NOBODY, login, asked, giveBack);
    }

    private Reservation(Identity identity, @Nullable Login login, Asked asked, Runnable giveBack) {
        this.identity = identity;
        this.login = login;
        this.awaitsLogin = login != null;
        this.asked = asked;
        this.giveBack = giveBack;
    }

    /// Who this is; before a login that is awaited, nobody.
    public Identity identity() {
        return identity;
    }

    /// The path that was asked for.
    public String path() {
        return asked.path();
    }

    public Map<String, String> parameters() {
        return asked.parameters();
    }

    public Map<String, String> headers() {
        return asked.headers();
    }

    /// Whether the peer has yet to say who it is.
    public boolean awaitsLogin() {
        return awaitsLogin;
    }

    /// Tries a credential; with the right one [#identity] says whose it is from now on.
    ///
    /// @return null when the peer is in, else the code of the refusal
    /// @throws IllegalStateException when no login is awaited
    public @Nullable String logIn(Credential credential) {
        if (login == null || !awaitsLogin) {
            throw new IllegalStateException("no login is awaited");
        }
        return switch (login.judge(credential)) {
            case Verdict.Admitted(Identity who) -> {
                identity = who;
                awaitsLogin = false;
                yield null;
            }
            case Verdict.Refused(Refusal refusal, int ignored) -> refusal.name();
        };
    }

    /// A connection has it now and gives the place back when it ends.
    public void use() {
        used.set(true);
    }

    boolean isUsed() {
        return used.get();
    }

    /// Gives the place back; only the first call counts.
    public void giveBack() {
        if (returned.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
