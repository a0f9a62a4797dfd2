package io.relayhub.connector.chrome.mock;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of the API that a request of an mtop gateway calls: its `api` parameter, else the path's part between
/// `/h5/` (or `/gw/`) and the version.
public final class ApiName {
    private static final Pattern PARAMETER =
            Pattern.compile("[?&]api=((?:mtop|mopen)\\.[^&#]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile(
            "^[^?#]*/((?:mtop|mopen)\\.[A-Za-z0-9._%-]+)/\\d+(?:\\.\\d+)*/?(?:[?#].*)?$", Pattern.CASE_INSENSITIVE);

    private ApiName() {}

    public static Optional<String> of(String url) {
        Matcher parameter = PARAMETER.matcher(url);
        if (parameter.find()) {
            return Optional.of(decoded(parameter.group(1)));
        }
        Matcher path = PATH.matcher(url);
        return path.matches() ? Optional.of(decoded(path.group(1))) : Optional.empty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
