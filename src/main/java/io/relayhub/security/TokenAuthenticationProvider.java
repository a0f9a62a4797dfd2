package io.relayhub.security;

import io.relayhub.link.Authenticator;
import io.relayhub.link.Credential;
import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// The login of requests: takes their password for a token; the user name beside it says nothing and is not looked
/// at. Each role of the token's identity becomes an authority.
final class TokenAuthenticationProvider implements AuthenticationProvider {
    private final Authenticator authenticator;

    TokenAuthenticationProvider(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    static GrantedAuthority authority(Role role) {
        return new SimpleGrantedAuthority(role.word());
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        Identity identity = attempt.getCredentials() instanceof String token
                ? authenticator.authenticate(Credential.token(token))
                : null;
        if (identity == null) {
            throw new BadCredentialsException("no valid identity has this token");
        }
        List<GrantedAuthority> authorities = identity.roles().stream()
                .map(TokenAuthenticationProvider::authority)
                .toList();
        return UsernamePasswordAuthenticationToken.authenticated(new Caller(identity), null, authorities);
    }

    @Override
    public boolean supports(Class<?> attempt) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(attempt);
    }
}
