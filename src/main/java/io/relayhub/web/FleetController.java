package io.relayhub.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relayhub.fleet.Fleet;
import io.relayhub.fleet.codec.Answers;
import io.relayhub.fleet.codec.HistoryPage;
import io.relayhub.fleet.history.HistoryQuery;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The fleet over HTTP (docs/fleet.md, "HTTP").
@RestController
@RequestMapping("/api")
public final class FleetController {
    private static final String SECONDS = "[0-9]{1,12}";

    private final Fleet fleet;
    private final LongSupplier clock;

    /// @param clock nanoseconds, the transport's
    public FleetController(Fleet fleet, LongSupplier clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    @GetMapping("/server/statusInfo")
    ResponseEntity<byte[]> statusInfo() {
        return json(HttpStatus.OK, fleet.statusInfo(clock.getAsLong()));
    }

    @GetMapping("/statistics")
    ResponseEntity<byte[]> statistics() {
        return json(HttpStatus.OK, fleet.statistics());
    }

    @GetMapping("/fleet/events")
    ResponseEntity<byte[]> events() {
        return json(HttpStatus.OK, Answers.events(fleet.events()));
    }

    @GetMapping("/fleet/{id}/history")
    ResponseEntity<byte[]> history(
            @PathVariable("id") String id,
            @RequestParam(name = "from", required = false) @Nullable String from,
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "step", required = false) @Nullable String step) {
        HistoryQuery query;
        try {
            query = new HistoryQuery(seconds("from", from), seconds("to", to), seconds("step", step));
        } catch (IllegalArgumentException e) {
            return error(HttpStatus.BAD_REQUEST, "BAD_REQUEST", e.getMessage() + ".");
        }
        HistoryPage page = fleet.history(id, query);
        return page == null
                ? error(HttpStatus.NOT_FOUND, "NOT_FOUND", "No server with this id is configured.")
                : json(HttpStatus.OK, Answers.history(page));
    }

    private static long seconds(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return HistoryQuery.UNSAID;
        }
        if (!text.matches(SECONDS)) {
            throw new IllegalArgumentException(name + " is a whole number of seconds");
        }
        return Long.parseLong(text);
    }

    /// @param message of our own words only
    private static ResponseEntity<byte[]> error(HttpStatus status, String code, String message) {
        return json(
                status,
                "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}"
                        .formatted(code, message)
                        .getBytes(UTF_8));
    }

    private static ResponseEntity<byte[]> json(HttpStatus status, byte[] body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(body);
    }
}
