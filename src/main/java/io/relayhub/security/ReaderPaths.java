package io.relayhub.security;

import io.relayhub.link.Role;
import java.util.Set;

/// Paths over HTTP that others than `ops` may read.
///
/// @param paths exact ones or `/below/**`
/// @param roles any of them will do; none: everybody may
public record ReaderPaths(Set<String> paths, Set<Role> roles) {
    public ReaderPaths {
        paths = Set.copyOf(paths);
        roles = Set.copyOf(roles);
    }
}
