package io.relayhub.web;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// The fleet's page (docs/fleet.md, "The page").
@RestController
public final class FleetPageController {
    private final Page page;

    /// @param frontendPath where viewers connect
    /// @param isPublic     whether they need no token
    public FleetPageController(String frontendPath, boolean isPublic) {
        page = new Page("fleet", Map.of("frontend-path", frontendPath, "access", isPublic ? "public" : "token"));
    }

    @GetMapping("/fleet")
    ResponseEntity<byte[]> page(
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
        return page.html(known);
    }

    /// The page's own references are relative, so that it works below any prefix of a proxy.
    @GetMapping("/fleet/")
    ResponseEntity<byte[]> withoutSlash() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("../fleet"))
                .build();
    }

    @GetMapping("/fleet/assets/{file}")
    ResponseEntity<byte[]> asset(
            @PathVariable("file") String file,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
        return page.asset(file, known);
    }
}
