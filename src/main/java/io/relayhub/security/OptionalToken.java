package io.relayhub.security;

import io.relayhub.link.GuessLimit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/// A filter that tells whose a request is where nobody needs a token. A wrong one counts against its address and
/// changes nothing else: a probe must not fail for the token that it brings.
final class OptionalToken extends OncePerRequestFilter {
    private final AuthenticationConverter presented;
    private final AuthenticationManager tokens;
    private final GuessLimit guesses;

    OptionalToken(AuthenticationConverter presented, AuthenticationManager tokens, GuessLimit guesses) {
        this.presented = presented;
        this.tokens = tokens;
        this.guesses = guesses;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Authentication attempt = presented.convert(request);
            if (attempt != null) {
                SecurityContextHolder.setContext(new SecurityContextImpl(tokens.authenticate(attempt)));
            }
        } catch (AuthenticationException e) {
            // Too many change nothing either: the answer is the one that everybody gets.
            var _ = guesses.wrong(request.getRemoteAddr());
        }
        chain.doFilter(request, response);
    }
}
