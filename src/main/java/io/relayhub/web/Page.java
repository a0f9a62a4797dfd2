package io.relayhub.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/// A page for people, out of this jar: `pages/<name>.html` and its parts in `pages/<name>/assets`, as the build of
/// `src/main/web` leaves them. Read when they are first asked for, and kept. Any thread.
///
/// Its files hold nothing that is secret. The browser is told to run and to fetch nothing but what this hub serves.
final class Page {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /// Rules out every way to another directory.
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");
    /// Names hold a hash of the content: what has the same name is the same for ever.
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private static final Map<String, MediaType> TYPES = Map.of(
            "html", new MediaType(MediaType.TEXT_HTML, UTF_8),
            "js", new MediaType("text", "javascript", UTF_8),
            "css", new MediaType("text", "css", UTF_8),
            "svg", new MediaType("image", "svg+xml"),
            "png", MediaType.IMAGE_PNG);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(byte[] bytes, MediaType type, String tag) {}

    private final String name;
    private final Map<String, String> facts;
    private final Map<String, Content> read = new ConcurrentHashMap<>();

    /// @param facts what the page must know of this hub, by the names of its `meta` elements
    Page(String name, Map<String, String> facts) {
        this.name = name;
        this.facts = Map.copyOf(facts);
    }

    /// @param known the tag that the browser has already; null: none
    ResponseEntity<byte[]> html(@Nullable String known) {
        return answer(name + ".html", CacheControl.noCache(), known);
    }

    ResponseEntity<byte[]> asset(String file, @Nullable String known) {
        return FILE.matcher(file).matches() ? answer(name + "/assets/" + file, FOR_EVER, known) : missing();
    }

    private ResponseEntity<byte[]> answer(String place, CacheControl caching, @Nullable String known) {
        Content content = read.get(place);
        if (content == null) {
            content = load(place);
            if (content == null) {
                return missing();
            }
            read.put(place, content);
        }
        boolean same = known != null && known.contains(content.tag());
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(same ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .eTag(content.tag())
                .cacheControl(caching)
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer");
        return same
                ? answer.build()
                : answer.contentType(content.type())
                        .contentLength(content.bytes().length)
                        .body(content.bytes());
    }

    private @Nullable Content load(String place) {
        MediaType type = TYPES.get(place.substring(place.lastIndexOf('.') + 1));
        if (type == null) {
            return null;
        }
        try (InputStream file = Page.class.getResourceAsStream("/pages/" + place)) {
            if (file == null) {
                return null;
            }
            byte[] bytes = file.readAllBytes();
            if (type.getSubtype().equals("html")) {
                bytes = withFacts(new String(bytes, UTF_8)).getBytes(UTF_8);
            }
            return new Content(bytes, type, "\"" + digest(bytes) + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String withFacts(String html) {
        String told = html;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            String meta = "<meta name=\"" + fact.getKey() + "\" content=\"";
            int from = told.indexOf(meta) + meta.length();
            if (from < meta.length()) {
                throw new IllegalStateException("the page " + name + " does not ask for " + fact.getKey());
            }
            told = told.substring(0, from)
                    + HtmlUtils.htmlEscape(fact.getValue())
                    + told.substring(told.indexOf('"', from));
        }
        return told;
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static ResponseEntity<byte[]> missing() {
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .contentType(new MediaType(MediaType.TEXT_PLAIN, UTF_8))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body("There is no such file in this hub, or it was built without its pages, which takes Node.\n"
                        .getBytes(UTF_8));
    }
}
