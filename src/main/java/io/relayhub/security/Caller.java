package io.relayhub.security;

import io.relayhub.link.Identity;
import org.springframework.security.core.AuthenticatedPrincipal;

/// The identity behind an HTTP request, as Spring Security's principal.
public record Caller(Identity identity) implements AuthenticatedPrincipal {
    @Override
    public String getName() {
        return identity.name();
    }
}
