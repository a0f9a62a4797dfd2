package io.relayhub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.testing.Frames;
import io.relayhub.testing.Frames.Frame;
import io.relayhub.testing.Frames.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The load generator's frames, read and written by the tests' own.
class FramesTest {
    private static final class Heard implements IncomingFrames.Listener {
        final List<String> all = new ArrayList<>();

        @Override
        public void onMessage(byte[] bytes, int from, int to) {
            all.add(new String(bytes, from, to - from, UTF_8));
        }

        @Override
        public void onPing(byte[] payload) {
            all.add("ping " + new String(payload, UTF_8));
        }

        @Override
        public void onClose(int code, String reason) {
            all.add("close " + code + " " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 125, 126, 65_535, 65_536})
    void whatIsWrittenIsAMaskedFrame(int length) throws IOException {
        var frames = new OutgoingFrames();
        byte[] middle = "x".repeat(length).getBytes(UTF_8);
        frames.addText(new byte[] {'<'}, middle, 0, length, new byte[] {'>'});
        frames.add(Frames.PONG, new byte[] {'p'});
        var out = new ByteArrayOutputStream();
        frames.writeTo(out);
        frames.writeTo(out);

        var in = new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
        Frame text = Frames.read(in);
        Frame pong = Frames.read(in);
        assertThat(text.text()).isEqualTo("<" + "x".repeat(length) + ">");
        assertThat(List.of(text.from(), pong.from())).containsOnly(Side.CLIENT);
        assertThat(pong.opCode()).isEqualTo(Frames.PONG);
        assertThat(in.available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100_000})
    void messagesAreTheSameHoweverTheyArrive(int step) throws IOException {
        String large = "y".repeat(70_000);
        var sent = new ByteArrayOutputStream();
        sent.writeBytes(Frames.text(Side.SERVER, "one"));
        sent.writeBytes(Frames.text(Side.SERVER, "z".repeat(200)));
        sent.writeBytes(Frames.frame(Side.SERVER, Frames.TEXT, "in ".getBytes(UTF_8)));
        sent.writeBytes(Frames.frame(Side.SERVER, Frames.FIN | Frames.PING, "?".getBytes(UTF_8)));
        sent.writeBytes(Frames.frame(Side.SERVER, Frames.FIN | Frames.CONTINUATION, "parts".getBytes(UTF_8)));
        sent.writeBytes(Frames.text(Side.SERVER, large));
        sent.writeBytes(Frames.close(Side.SERVER, 1012, "DRAIN"));

        var heard = new Heard();
        var incoming = new IncomingFrames(16);
        var in = new ByteArrayInputStream(sent.toByteArray()) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, step));
            }
        };
        while (incoming.readFrom(in)) {
            incoming.takeAll(heard);
        }
        assertThat(heard.all).containsExactly("one", "z".repeat(200), "ping ?", "in parts", large, "close 1012 DRAIN");
    }

    @Test
    void whatNoServerMaySendIsRefused() throws IOException {
        for (byte[] wrong : List.of(
                Frames.text(Side.CLIENT, "masked"),
                Frames.frame(Side.SERVER, Frames.FIN | 0x40 | Frames.TEXT, new byte[0]),
                Frames.header(Side.SERVER, Frames.FIN | Frames.TEXT, 1L << 40))) {
            var incoming = new IncomingFrames(64);
            assertThat(incoming.readFrom(new ByteArrayInputStream(wrong))).isTrue();
            assertThatThrownBy(() -> incoming.takeAll(new Heard())).isInstanceOf(IOException.class);
        }
    }
}
