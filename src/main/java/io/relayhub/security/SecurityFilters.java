package io.relayhub.security;

import io.relayhub.link.GuessLimit;
import io.relayhub.link.Role;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// The filters of the chains in [HttpSecurityConfiguration], in their order. Each request brings its token; nothing is
/// kept of it.
final class SecurityFilters {
    private SecurityFilters() {}

    /// Nobody needs a token; whoever brings one is known by it.
    static List<Filter> open(AuthenticationManager tokens, GuessLimit guesses) {
        return List.of(
                new SecurityContextHolderFilter(new NullSecurityContextRepository()),
                headers(),
                new OptionalToken(presentedToken(), tokens, guesses),
                servletApi());
    }

    /// Everybody needs a token whose identity has this role, but for what is said of some paths.
    static List<Filter> needing(
            Role role, List<ReaderPaths> readers, AuthenticationManager tokens, GuessLimit guesses) {
        var refusal = new Refusal(guesses);
        var translation = new ExceptionTranslationFilter(refusal, new NullRequestCache());
        translation.setAccessDeniedHandler(refusal);
        return List.of(
                // The context outlives the request's own dispatch: an error page belongs to the same caller.
                new SecurityContextHolderFilter(new RequestAttributeSecurityContextRepository()),
                headers(),
                authentication(tokens, refusal),
                servletApi(),
                new AnonymousAuthenticationFilter("relayhub"),
                translation,
                new AuthorizationFilter(only(role, readers)));
    }

    private record Rule(RequestMatcher paths, AuthorizationManager<HttpServletRequest> who) {}

    private static AuthorizationManager<HttpServletRequest> only(Role role, List<ReaderPaths> readers) {
        AuthorizationManager<HttpServletRequest> otherwise = AuthorityAuthorizationManager.hasAuthority(role.word());
        List<Rule> rules = readers.stream().map(SecurityFilters::rule).toList();
        return (who, request) -> {
            if (request.getDispatcherType() == DispatcherType.ERROR) {
                // What was let in, or is open, and then failed gets its own status and not a 401.
                return new AuthorizationDecision(true);
            }
            for (Rule rule : rules) {
                if (rule.paths().matches(request)) {
                    return rule.who().authorize(who, request);
                }
            }
            return otherwise.authorize(who, request);
        };
    }

    private static Rule rule(ReaderPaths readers) {
        return new Rule(
                new OrRequestMatcher(readers.paths().stream()
                        .map(path -> PathPatternRequestMatcher.withDefaults().matcher(path))
                        .toArray(RequestMatcher[]::new)),
                readers.roles().isEmpty()
                        ? (who, request) -> new AuthorizationDecision(true)
                        : AuthorityAuthorizationManager.hasAnyAuthority(
                                readers.roles().stream().map(Role::word).toArray(String[]::new)));
    }

    private static HeaderWriterFilter headers() {
        return new HeaderWriterFilter(List.of(
                new XContentTypeOptionsHeaderWriter(),
                new XXssProtectionHeaderWriter(),
                new CacheControlHeadersWriter(),
                new HstsHeaderWriter(),
                new XFrameOptionsHeaderWriter(XFrameOptionsHeaderWriter.XFrameOptionsMode.DENY)));
    }

    /// Lets health ask the request for its caller's roles.
    private static SecurityContextHolderAwareRequestFilter servletApi() {
        var filter = new SecurityContextHolderAwareRequestFilter();
        filter.setRolePrefix("");
        return filter;
    }

    private static AuthenticationFilter authentication(AuthenticationManager tokens, Refusal refusal) {
        var filter = new AuthenticationFilter(tokens, presentedToken());
        filter.setSuccessHandler((request, response, authentication) -> {});
        filter.setFailureHandler(refusal::wrong);
        return filter;
    }

    private static AuthenticationConverter presentedToken() {
        return new DelegatingAuthenticationConverter(new BearerTokenConverter(), new BasicAuthenticationConverter());
    }
}
