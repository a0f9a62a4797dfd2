package io.relayhub.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private final Pieces pieces = new Pieces();

    private String text() {
        return new String(pieces.toArray(), UTF_8);
    }

    @Test
    void slicesAndNumbersStandInTheirOrder() {
        byte[] words = "one two three".getBytes(UTF_8);
        pieces.add(words, 4, 7)
                .addDecimal(0)
                .add(words, 3, 3)
                .addDecimal(Long.MAX_VALUE)
                .add(words, 8, 13);
        assertThat(text()).isEqualTo("two09223372036854775807three");
        assertThat(pieces.length()).isEqualTo(28);
        pieces.clear().add("x".getBytes(UTF_8));
        assertThat(text()).isEqualTo("x");
    }

    @Test
    void anyPartCanBeCopiedIntoAnyRoom() {
        for (int i = 0; i < 30; i++) {
            pieces.add(("piece" + i + ";").getBytes(UTF_8));
        }
        String whole = text();
        for (int offset = 0; offset < whole.length(); offset++) {
            for (int room = 0; room <= whole.length() - offset; room += 7) {
                ByteBuffer target = ByteBuffer.allocate(room);
                pieces.copyTo(target, offset);
                assertThat(new String(target.array(), UTF_8)).isEqualTo(whole.substring(offset, offset + room));
            }
        }
    }

    @Test
    void aSliceOutsideItsArrayIsABug() {
        assertThatThrownBy(() -> pieces.add(new byte[3], 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> pieces.addDecimal(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextFormShowsNoContent() {
        assertThat(pieces.add("canary".getBytes(UTF_8)).toString()).doesNotContain("canary");
    }
}
