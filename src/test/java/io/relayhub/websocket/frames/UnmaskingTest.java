package io.relayhub.websocket.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnmaskingTest {
    private final Random random = new Random(3);

    @Test
    void everyLengthAndPlaceComesOutAsByteByByte() {
        ByteBuffer source = ByteBuffer.allocateDirect(256).order(ByteOrder.LITTLE_ENDIAN);
        for (int length = 0; length < 80; length++) {
            for (int at = 0; at < 9; at++) {
                var masked = new byte[length];
                var key = new byte[4];
                random.nextBytes(masked);
                random.nextBytes(key);
                int mask = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt();
                var expected = new byte[length];
                boolean beyondAscii = false;
                for (int i = 0; i < length; i++) {
                    expected[i] = (byte) (masked[i] ^ key[i & 3]);
                    beyondAscii |= expected[i] < 0;
                }
                source.clear().position(at).put(masked).flip().position(at);
                var target = new byte[length + at];

                assertThat(Unmasking.take(source, target, at, length, mask)).isEqualTo(beyondAscii);

                assertThat(Arrays.copyOfRange(target, at, at + length)).isEqualTo(expected);
                assertThat(source.position()).isEqualTo(at + length);
            }
        }
    }

    @Test
    void theMaskGoesOnWhereTheLastPartEnded() {
        var key = new byte[] {1, 2, 4, 8};
        int mask = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt();
        for (int first = 0; first < 9; first++) {
            ByteBuffer source = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
            var target = new byte[20];
            Unmasking.take(source, target, 0, first, mask);
            Unmasking.take(source, target, first, 20 - first, Unmasking.turned(mask, first));
            for (int i = 0; i < 20; i++) {
                assertThat(target[i]).isEqualTo(key[i & 3]);
            }
        }
    }
}
