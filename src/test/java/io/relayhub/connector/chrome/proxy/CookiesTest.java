package io.relayhub.connector.chrome.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CookiesTest {
    private static final JsonNode JAR = JsonMapper.shared().readTree("""
            [{"name":"host","value":"1","domain":"a.example","path":"/","secure":false},
             {"name":"site","value":"2","domain":".a.example","path":"/","secure":false},
             {"name":"safe","value":"3","domain":".a.example","path":"/","secure":true},
             {"name":"deep","value":"4","domain":"a.example","path":"/api","secure":false},
             {"name":"other","value":"5","domain":"b.example","path":"/","secure":false},
             {"name":"part","value":"6","domain":"a.example","path":"/","secure":true,"partitionKey":{"topLevelSite":"x"}}]
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.example/         | host=1; site=2; safe=3",
                "http://a.example           | host=1; site=2",
                "http://a.example/api/x     | deep=4; host=1; site=2",
                "http://a.example/api       | deep=4; host=1; site=2",
                "http://a.example/apix      | host=1; site=2",
                "https://www.a.example/     | site=2; safe=3",
                "https://nota.example/      | ''",
                "https://b.example/         | other=5",
            })
    void anAddressGetsTheCookiesOfItsHostAndPath(String url, String header) {
        URI target = URI.create(url);
        assertEquals(header, Cookies.choose(JAR, target, target.getHost()).header());
    }

    @Test
    void valuesAreNotShown() {
        assertFalse(Cookies.choose(JAR, URI.create("https://a.example/"), "a.example")
                .toString()
                .contains("="));
    }
}
