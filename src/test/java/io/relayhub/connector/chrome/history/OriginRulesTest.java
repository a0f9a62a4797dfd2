package io.relayhub.connector.chrome.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRulesTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.com,     https://example.com/a?b#c,       true",
        "https://example.com,     https://EXAMPLE.com,             true",
        "https://example.com,     https://example.com:443/,        true",
        "https://example.com,     https://example.com:8443/,       false",
        "https://example.com,     http://example.com/,             false",
        "https://example.com,     https://www.example.com/,        false",
        "https://example.com,     https://example.com.evil.org/,   false",
        "https://example.com,     https://evil.org/https://example.com, false",
        "https://*.example.com,   https://www.example.com/,        true",
        "https://*.example.com,   https://a.b.example.com/,        true",
        "https://*.example.com,   https://example.com/,            false",
        "https://*.example.com,   https://badexample.com/,         false",
        "localhost:*,             http://localhost:3000/x,         true",
        "localhost:*,             https://localhost/,              true",
        "localhost,               http://localhost:3000/,          false",
        "[::1]:*,                 http://[::1]:8080/,              true",
        "*,                       https://anything.example:99/,    true",
        "https://example.com,     blob:https://example.com/1-2,    true",
        "https://example.com,     wss://example.com/socket,        true",
        "https://example.com,     'data:text/html,hello',          false",
        "*,                       file:///etc/passwd,              false",
        "*,                       chrome://settings,               false",
        "https://example.com,     about:blank,                     true",
    })
    void aRuleNamesOrigins(String rule, String url, boolean permitted) {
        assertEquals(permitted, new OriginRules(List.of(rule)).permits(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.org\\@example.com/",
                "http://example.com\\@evil.org/",
                "http://example.com@evil.org/",
                "http://evil.org@example.com/",
                "http://evil.org#@example.com/",
                "http://exa\tmple.com/",
                "http://ex%61mple.com/",
                "http:example.com",
                "http:///example.com/",
                "//example.com/",
                "http://example.com:99999999/",
                "javascript:location='http://example.com/'",
            })
    void anAddressThatReadersDisagreeAboutIsNotPermitted(String url) {
        assertFalse(new OriginRules(List.of("http://example.com")).permits(url), url);
    }

    @Test
    void withoutRulesTheWebIsPermittedAndNothingElse() {
        OriginRules none = new OriginRules(List.of());
        assertTrue(none.permits("http://localhost:1/"));
        assertTrue(none.permits("data:text/html,x"));
        assertFalse(none.permits("file:///etc/passwd"));
        assertFalse(none.permits("chrome://settings"));
        assertFalse(none.permits("javascript:alert(1)"));
        assertFalse(none.permits("view-source:http://localhost/"));
    }

    @Test
    void anEmptyPageBelongsToWhoOpenedIt() {
        OriginRules rules = new OriginRules(List.of("https://example.com"));
        assertTrue(rules.permitsDocument("://", "about:blank"));
        assertTrue(rules.permitsDocument("https://example.com", "about:blank"));
        assertFalse(rules.permitsDocument("https://bank.example", "about:blank"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://example.com",
                "https://example.com/path",
                "https://ex ample.com",
                "https://*example.com"
            })
    void whatIsNoRuleIsRefusedWithASentence(String rule) {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> new OriginRules(List.of(rule)));
        assertTrue(String.valueOf(refused.getMessage()).contains("is not an origin"));
    }
}
