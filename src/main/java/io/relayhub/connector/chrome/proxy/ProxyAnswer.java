package io.relayhub.connector.chrome.proxy;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.spi.ActionException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An HTTP answer as `{status, statusText, headers, body, bodyType}`.
public final class ProxyAnswer {
    /// How the body is passed on.
    public enum Kind {
        /// As the content type says: JSON as a value, text as text; everything else, and what is no text after all, as
        /// base64.
        AUTO,
        JSON,
        TEXT,
        BASE64;

        public static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Pattern JSON_TYPE = Pattern.compile("(application|text)/([\\w.-]+\\+)?json.*");
    private static final Pattern TEXT_TYPE = Pattern.compile(
            "(text/.*|application/([\\w.-]+\\+)?xml.*|application/(x-)?(javascript|ecmascript|www-form-urlencoded).*|"
                    + "image/svg.*|)");
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\";]+)");
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(206, "Partial Content"),
            Map.entry(304, "Not Modified"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private ProxyAnswer() {}

    static ObjectNode describe(HttpResponse<byte[]> answer, Kind kind) throws ActionException {
        ObjectNode result = CdpConnection.object()
                .put("status", answer.statusCode())
                .put("statusText", PHRASES.getOrDefault(answer.statusCode(), ""));
        ObjectNode headers = result.putObject("headers");
        answer.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        body(result, answer, kind);
        return result;
    }

    private static void body(ObjectNode result, HttpResponse<byte[]> answer, Kind kind) throws ActionException {
        String type = answer.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean encoded = answer.headers().firstValue("content-encoding").isPresent();
        byte[] bytes = answer.body();
        switch (kind) {
            case BASE64 -> base64(result, bytes);
            case TEXT -> text(result, new String(bytes, charset(type)));
            case JSON -> {
                if (!json(result, bytes)) {
                    throw ChromeError.REQUEST_FAILED.because("The answer (status " + answer.statusCode()
                            + ") is not JSON: ask with \"responseType\": \"auto\".");
                }
            }
            case AUTO -> {
                boolean isJson = JSON_TYPE.matcher(type).matches();
                boolean isText = isJson || TEXT_TYPE.matcher(type).matches();
                Optional<String> text = encoded || !isText ? Optional.empty() : decoded(bytes, charset(type));
                if (text.isEmpty()) {
                    base64(result, bytes);
                } else if (!isJson || !json(result, bytes)) {
                    text(result, text.get());
                }
            }
        }
    }

    /// Empty when the bytes are no text of this kind: nothing may be lost of them.
    private static Optional<String> decoded(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static void base64(ObjectNode result, byte[] bytes) {
        result.put("body", Base64.getEncoder().encodeToString(bytes)).put("bodyType", "base64");
    }

    private static void text(ObjectNode result, String text) {
        result.put("body", text).put("bodyType", "text");
    }

    private static boolean json(ObjectNode result, byte[] bytes) {
        try {
            JsonNode value = MAPPER.readTree(bytes);
            if (value.isMissingNode()) {
                return false;
            }
            result.set("body", value);
            result.put("bodyType", "json");
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static Charset charset(String type) {
        Matcher named = CHARSET.matcher(type);
        try {
            return named.find() ? Charset.forName(named.group(1).strip()) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
