package io.relayhub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relayhub.link.Pieces;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.JsonScanner;
import io.relayhub.relay.codec.Field;
import io.relayhub.relay.codec.Frame;
import io.relayhub.relay.codec.FrameReader;
import io.relayhub.relay.codec.FrameWriter;
import io.relayhub.relay.codec.HubId;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What the codec costs a message on its way through the hub: prove it well-formed, find its envelope, write it with
/// another id. Beside it, in the same run, what a streaming parser costs that finds the same envelope and writes
/// nothing.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class RelayCodecBenchmark {
    private static final JsonFactory JACKSON = JsonFactory.builder().build();

    /// `request200`: a request of 200 bytes. `string16k`: an answer that carries one string (a page, a screenshot).
    /// `tokens16k`: an answer that carries many small values (a list of network requests).
    @Param({"request200", "string16k", "tokens16k"})
    public String message = "";

    private final JsonScanner scanner = new JsonScanner(JsonLimits.DEFAULT);
    private final Envelope envelope = new Envelope(Field.MEMBERS);
    private final HubId ids = new HubId("k3f9a2", 7);
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024);
    private byte[] bytes = {};

    @Setup
    public void write() {
        String data = switch (message) {
            case "string16k" -> '"' + "iVBORw0KGgo".repeat(1_483) + '"';
            case "tokens16k" ->
                '[' + "{\"url\":\"https://shop.example/api/7\",\"status\":200,\"ok\":true},".repeat(257) + "null]";
            default ->
                "{\"count\":5,\"source\":\"requests\",\"filter\":\"https://shop.example/api\",\"level\":\"all\"}";
        };
        String id = "\"id\":\"1732245000000_k3f9a2xy\"";
        bytes = (message.equals("request200")
                        ? "{" + id + ",\"action\":\"get_requests\",\"data\":" + data
                                + ",\"version\":\"1.30.0\",\"timeoutSec\":60}\n"
                        : "{\"id\":\"k3f9a2-7-12345\",\"success\":true,\"data\":" + data + "}\n")
                .getBytes(UTF_8);
    }

    @Benchmark
    public int scanReadAndWrite() {
        scanner.scan(bytes, 0, bytes.length, envelope);
        Frame frame = reader.read(envelope);
        Pieces pieces = switch (frame) {
            case Frame.Request request -> writer.towardsConnector(request.envelope(), ids, 12_345, null);
            case Frame.Answer answer ->
                writer.towardsConnector(answer.envelope(), ids, ids.number(answer.envelope()), null);
            default -> throw new IllegalStateException("not a message of this benchmark");
        };
        // As the transport does: one copy, to where the socket writes from.
        pieces.copyTo(out.clear(), 0);
        return out.position();
    }

    @Benchmark
    public int streamingParserThatWritesNothing() {
        int found = 0;
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), bytes, 0, bytes.length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("data")) {
                    parser.skipChildren();
                } else {
                    found += parser.getString().length();
                }
            }
        }
        return found;
    }
}
