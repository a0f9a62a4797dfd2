package io.relayhub.websocket.frames;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to take a payload out of the read buffer without its mask. Beside it, in the same run, a plain
/// copy and the obvious loop over single bytes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class UnmaskingBenchmark {
    /// Bytes of the payload.
    @Param({"64", "16384"})
    public int length;

    private final ByteBuffer source =
            ByteBuffer.allocateDirect(Loop.INPUT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] target = new byte[Loop.INPUT_BYTES];
    private final byte[] key = {1, 2, 3, 4};

    @Benchmark
    public boolean unmask() {
        return Unmasking.take(source.position(6), target, 0, length, 0x04030201);
    }

    @Benchmark
    public byte copyOnly() {
        source.get(6, target, 0, length);
        return target[length - 1];
    }

    @Benchmark
    public int byteByByte() {
        int seen = 0;
        for (int i = 0; i < length; i++) {
            target[i] = (byte) (source.get(6 + i) ^ key[i & 3]);
            seen |= target[i];
        }
        return seen;
    }
}
