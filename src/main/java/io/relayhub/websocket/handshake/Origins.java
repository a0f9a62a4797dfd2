package io.relayhub.websocket.handshake;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which pages' scripts may connect (RFC 6455 section 10.2). Compares whole origins as browsers write them, so that
/// no other spelling passes.
final class Origins {
    private final Set<String> allowed;

    /// @param allowed empty allows the hub's own origin only
    Origins(Set<String> allowed) {
        this.allowed = allowed;
    }

    /// A request without an origin does not come from a page.
    boolean allow(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        if (origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.getFirst();
        return allowed.isEmpty() ? origin.equals(own(request)) : allowed.contains(origin);
    }

    private static String own(HttpServletRequest request) {
        String scheme = request.getScheme();
        int port = request.getServerPort();
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + request.getServerName().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port);
    }
}
