package io.relayhub.connector.chrome.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;

class MockTargetTest {
    @ParameterizedTest
    @CsvSource({
        "https://h.example/h5/mtop.cart.query/1.0/?x=1,              mtop.cart.query",
        "https://h.example/h5/mtop.cart.query/1.0/?api=mtop.Cart.query, mtop.Cart.query",
        "https://h.example/gw?v=1&api=mopen.a.b#f,                   mopen.a.b",
        "https://h.example/api/cart,                                 ''",
        "https://h.example/h5/other.cart/1.0/,                       ''",
    })
    void anApiIsNamedByParameterOrPath(String url, String name) {
        assertEquals(name.isEmpty() ? Optional.empty() : Optional.of(name), ApiName.of(url));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/cart*,  https://a.example/cart?id=1,  true",
        "https://a.example/cart,   https://a.example/cart?id=1,  true",
        "*/cart*,                  https://a.example/cart?id=1,  true",
        "*/cart?id=*,              https://a.example/cart?id=1,  true",
        "*/c.rt*,                  https://a.example/cart,       false",
        "/cart\\?id=\\d+$/,        https://a.example/cart?id=12, true",
        "/cart\\?id=\\d+$/,        https://a.example/cart?id=x,  false",
    })
    void anAddressIsMatchedByStarsOrAnExpression(String pattern, String url, boolean matches) {
        assertEquals(matches, Mock.Target.Url.of(pattern).matches(url));
    }

    @ParameterizedTest
    @CsvSource({
        "mtop.cart.query,    mtop.cart.query,    true",
        "mtop.cart.query,    mtop.cart.query2,   false",
        ".*\\.cart\\..*,     mtop.cart.query,    true",
        "cart,               mtop.cart.query,    false",
    })
    void anApiIsMatchedByItsNameOrAnExpressionForTheWholeOfIt(String name, String api, boolean matches) {
        assertEquals(matches, Mock.Target.Api.of(name).matches("https://h.example/h5/" + api + "/1.0/"));
    }

    @Test
    void aFilterFindsAPartOfAnAddress() {
        assertTrue(UrlPattern.ofUrl("/cart").matches("https://a.example/cart?id=1"));
        assertFalse(UrlPattern.ofUrl("/cart*").matches("https://a.example/cart?id=1"));
        assertTrue(UrlPattern.ofUrl("/c.rt/").matches("https://a.example/cart?id=1"));
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Mock.Target.Api.of("(("));
        assertThrows(IllegalArgumentException.class, () -> Mock.Target.Url.of("/((/"));
    }

    @Test
    void aScriptThatAskedForItsCallbackGetsIt() {
        MockJson answer = MockJson.answerTo("https://a.example/x?callback=mtopjsonp1", "Script", IntNode.valueOf(1));
        assertEquals("mtopjsonp1(1)", answer.text());
        assertEquals(
                "1",
                MockJson.answerTo("https://a.example/x?callback=f", "Fetch", IntNode.valueOf(1))
                        .text());
        MockJson parsed = MockJson.parse(" cb({\"a\":1}); ").orElseThrow();
        assertEquals("cb", parsed.callback());
        assertEquals(JsonMapper.shared().readTree("{\"a\":1}"), parsed.value());
        assertEquals(Optional.empty(), MockJson.parse("<html>"));
    }
}
