package io.relayhub.cli.demo;

import io.relayhub.dial.Dialer;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import io.relayhub.dial.Wire;
import io.relayhub.link.json.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Shows each line that goes over the wire, shortened; for the demo, whose payloads are nobody's secret.
final class TracingDialer implements Dialer {
    private static final int SHOWN = 160;

    private final String who;
    private final Dialer dialer;
    private final Consumer<String> lines;

    /// @param dialer closed with this one
    TracingDialer(String who, Dialer dialer, Consumer<String> lines) {
        this.who = who;
        this.dialer = dialer;
        this.lines = lines;
    }

    @Override
    public CompletableFuture<Wire> dial(HubAddress address) {
        return dialer.dial(address).thenApply(Traced::new);
    }

    @Override
    public void close() {
        dialer.close();
    }

    private void show(String arrow, byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8).strip();
        String most = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
        lines.accept(String.format("  %-9s %s %s", who, arrow, most));
    }

    private final class Traced implements Wire {
        private final Wire wire;

        Traced(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void listen(Wire.Listener listener) {
            wire.listen(new Wire.Listener() {
                @Override
                public void heard() {
                    listener.heard();
                }

                @Override
                public void line(Envelope line) {
                    show("<-", Arrays.copyOfRange(line.array(), line.from(), line.to()));
                    listener.line(line);
                }

                @Override
                public void garbage() {
                    listener.garbage();
                }

                @Override
                public void ended(Disconnect ending) {
                    listener.ended(ending);
                }
            });
        }

        @Override
        public CompletableFuture<Void> send(byte[] line) {
            show("->", line);
            return wire.send(line);
        }

        @Override
        public long queuedBytes() {
            return wire.queuedBytes();
        }

        @Override
        public void close(Disconnect ending) {
            wire.close(ending);
        }

        @Override
        public void abort(Disconnect ending) {
            wire.abort(ending);
        }
    }
}
