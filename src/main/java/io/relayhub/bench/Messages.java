package io.relayhub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// The messages of one run, written once: only ids differ.
///
/// A request names the run's own label and action, and a connector says nothing but that label and action: so the hub
/// gives these requests to no other connector, and these connectors no other requests.
final class Messages {
    private static final byte[] HEAD = "{\"id\":\"".getBytes(UTF_8);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789";

    final byte[] head = HEAD;
    final byte[] requestTail;
    final byte[] answerTail;
    final byte[] refusalTail;
    private final String run;

    /// @param run letters and digits that no other run has
    Messages(String run, int requestBytes, int answerBytes) {
        this.run = run;
        requestTail = "\",\"action\":\"%s\",\"labels\":{\"bench\":\"%s\"},\"data\":\"%s\",\"version\":\"1\"}\n"
                .formatted(action(), run, text(requestBytes))
                .getBytes(UTF_8);
        answerTail = "\",\"success\":true,\"data\":\"%s\"}\n"
                .formatted(text(answerBytes))
                .getBytes(UTF_8);
        refusalTail =
                "\",\"success\":false,\"error\":\"This is a load test's connector.\",\"errorCode\":\"LOAD_TEST\"}\n"
                        .getBytes(UTF_8);
    }

    private static String text(int length) {
        return LETTERS.repeat(length / LETTERS.length() + 1).substring(0, length);
    }

    private String action() {
        return "relayhub-bench-" + run;
    }

    byte[] hello(int number, int maxInFlight) {
        return "{\"type\":\"connector_hello\",\"connectorId\":\"bench-%1$s-%2$d\",\"name\":\"relayhub bench\",\"labels\":{\"bench\":\"%1$s\"},\"actions\":[\"%3$s\"],\"maxInFlight\":%4$d}\n"
                .formatted(run, number, action(), maxInFlight)
                .getBytes(UTF_8);
    }

    /// Where the id of a message ends; -1 where it has none at its beginning.
    static int endOfId(byte[] bytes, int from, int to) {
        if (to - from < HEAD.length || !Arrays.equals(bytes, from, from + HEAD.length, HEAD, 0, HEAD.length)) {
            return -1;
        }
        for (int at = from + HEAD.length; at < to; at++) {
            if (bytes[at] == '"') {
                return at;
            }
        }
        return -1;
    }

    static int beginOfId(int from) {
        return from + HEAD.length;
    }

    /// The number that an id is; -1 for any other text.
    static long number(byte[] bytes, int from, int to) {
        long number = to > from && to - from <= 18 ? 0 : -1;
        for (int at = from; at < to && number >= 0; at++) {
            int digit = bytes[at] - '0';
            number = digit >= 0 && digit <= 9 ? number * 10 + digit : -1;
        }
        return number;
    }

    /// Whether a message goes on like this; the line feed at its end may be missing.
    static boolean is(byte[] expected, byte[] bytes, int from, int to) {
        int end = expected.length - 1;
        int length = to > from && bytes[to - 1] == '\n' ? to - from - 1 : to - from;
        return length == end && Arrays.equals(bytes, from, from + length, expected, 0, end);
    }

    /// The error code of an answer that is no success, or empty.
    static String errorCode(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, Math.min(to - from, 1_024), UTF_8);
        if (!text.contains("\"success\":false")) {
            return "";
        }
        String name = "\"errorCode\":\"";
        int at = text.indexOf(name);
        int end = at < 0 ? -1 : text.indexOf('"', at + name.length());
        String code = end < 0 ? "" : text.substring(at + name.length(), end);
        return code.matches("[A-Z_]{1,64}") ? code : "OTHER";
    }
}
