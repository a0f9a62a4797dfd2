package io.relayhub.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void namesAndValuesAreDecoded() {
        var query = new Query("a+b=c%2Bd&x&=y&&label.os=m%C3%A9");
        assertThat(query.without(Set.of())).isEqualTo(Map.of("a b", "c+d", "x", "", "", "y", "label.os", "m\u00e9"));
    }

    @Test
    void allValuesOfANameAreThereAndTheFirstIsTheOneThatIsShown() {
        var query = new Query("a=1&%61=2&b=3");
        assertThat(query.all("a")).isEqualTo(List.of("1", "2"));
        assertThat(query.all("c")).isEmpty();
        assertThat(query.without(Set.of("b"))).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void aSecretIsHiddenInEverySpelling() {
        assertThat(new Query("%74oken=t&a=1").without(Set.of("token"))).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void noQueryHasNoParameters() {
        assertThat(new Query(null).without(Set.of())).isEmpty();
        assertThat(new Query("").without(Set.of())).isEmpty();
    }

    @Test
    void whatCannotBeDecodedIsRefusedWithoutRepeatingIt() {
        for (String wrong : List.of("token=canary%zz", "canary%=1", "a=%4")) {
            assertThatThrownBy(() -> new Query(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain("canary");
        }
    }
}
