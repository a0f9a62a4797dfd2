package io.relayhub.security;

import io.relayhub.link.Authenticator;
import io.relayhub.link.GuessLimit;
import io.relayhub.link.Role;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Who may read what over HTTP, on the hub's own port and on `management.server.port` alike: handshakes are left to
/// their guard, health is open and tells its details to the role `ops`, everything else needs a token whose identity
/// has that role, but for [ReaderPaths]. No session, no cookie, no login page: each request brings its token
/// (docs/operations.md, "Watching").
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class HttpSecurityConfiguration {
    /// Also keeps Spring Boot from inventing a user with a password of its own.
    @Bean
    AuthenticationManager authenticationManager(Authenticator authenticator) {
        return new ProviderManager(new TokenAuthenticationProvider(authenticator));
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
    SecurityFilterChain health(HttpSecurity http, AuthenticationManager tokens, GuessLimit guesses) {
        return stateless(http)
                .securityMatcher(EndpointRequest.to(HealthEndpoint.class))
                .addFilterBefore(
                        new OptionalToken(presentedToken(), tokens, guesses), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain guarded(
            HttpSecurity http, AuthenticationManager tokens, GuessLimit guesses, ObjectProvider<ReaderPaths> readers) {
        Refusal refusal = new Refusal(guesses);
        return stateless(http)
                .addFilterBefore(authentication(tokens, refusal), AnonymousAuthenticationFilter.class)
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusal).accessDeniedHandler(refusal))
                .authorizeHttpRequests(requests -> {
                    // What was let in, or is open, and then failed gets its own status and not a 401.
                    requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
                    readers.forEach(paths -> {
                        var these = requests.requestMatchers(paths.paths().toArray(String[]::new));
                        if (paths.roles().isEmpty()) {
                            these.permitAll();
                        } else {
                            these.hasAnyAuthority(
                                    paths.roles().stream().map(Role::word).toArray(String[]::new));
                        }
                    });
                    requests.anyRequest().hasAuthority(Role.OPS.word());
                })
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private static AuthenticationFilter authentication(AuthenticationManager tokens, Refusal refusal) {
        AuthenticationFilter filter = new AuthenticationFilter(tokens, presentedToken());
        filter.setSuccessHandler((request, response, authentication) -> {});
        filter.setFailureHandler(refusal::wrong);
        return filter;
    }

    private static AuthenticationConverter presentedToken() {
        return new DelegatingAuthenticationConverter(new BearerTokenConverter(), new BasicAuthenticationConverter());
    }
}
