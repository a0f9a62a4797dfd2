package io.relayhub.security;

import io.relayhub.link.Authenticator;
import io.relayhub.link.GuessLimit;
import io.relayhub.link.Role;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Who may read what over HTTP, on the hub's own port and on `management.server.port` alike: handshakes are left to
/// their guard, health is open and tells its details to the role `ops`, everything else needs a token whose identity
/// has that role, but for [ReaderPaths]. No session, no cookie, no login page: each request brings its token
/// (docs/operations.md, "Watching").
///
/// The chains are put together here from Spring Security's filters and not by its builder: what that prepares for all
/// that an application might want took a tenth of the time until the hub is ready.
@Configuration(proxyBeanMethods = false)
public class HttpSecurityConfiguration {
    /// Also keeps Spring Boot from inventing a user with a password of its own.
    @Bean
    AuthenticationManager authenticationManager(Authenticator authenticator) {
        return new ProviderManager(new TokenAuthenticationProvider(authenticator));
    }

    /// Every request goes through the first chain that fits it. The name is the one under which Spring Boot looks for
    /// it, for both ports.
    @Bean
    FilterChainProxy springSecurityFilterChain(List<SecurityFilterChain> chains) {
        return new FilterChainProxy(chains);
    }

    /// Empty: a filter here would answer a bad token before the handshake's guard could, in other words.
    @Bean
    @Order(1)
    SecurityFilterChain handshakes(HandshakePaths handshakes) {
        RequestMatcher[] paths = handshakes.paths().stream()
                .map(path -> PathPatternRequestMatcher.withDefaults().matcher(path))
                .toArray(RequestMatcher[]::new);
        return new DefaultSecurityFilterChain(new OrRequestMatcher(paths));
    }

    @Bean
    @Order(2)
    SecurityFilterChain health(AuthenticationManager tokens, GuessLimit guesses) {
        return new DefaultSecurityFilterChain(
                EndpointRequest.to(HealthEndpoint.class), SecurityFilters.open(tokens, guesses));
    }

    @Bean
    @Order(3)
    SecurityFilterChain guarded(AuthenticationManager tokens, GuessLimit guesses, ObjectProvider<ReaderPaths> readers) {
        return new DefaultSecurityFilterChain(
                AnyRequestMatcher.INSTANCE,
                SecurityFilters.needing(Role.OPS, readers.stream().toList(), tokens, guesses));
    }
}
