package io.relayhub.bench;

import io.relayhub.RelayHub;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.Request;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long `ping` takes from a client through the hub to a connector and back, one request at a time, all in one
/// process on loopback. Not a test: prints the percentiles (docs/client.md, "How fast").
public final class ChainLatency {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;

    private ChainLatency() {}

    public static void main(String[] args) throws Exception {
        String token = "token-of-the-benchmark-0123456789";
        try (RelayHub hub = RelayHub.builder().port(0).token(token).build()) {
            hub.start();
            HubAddress address =
                    HubAddress.parse("ws://127.0.0.1:" + hub.port() + "/ws").withToken(token);
            var providers = ProviderSet.installed()
                    .open(List.of("system"), new ProviderOptions(Path.of("target"), Map.of(), notice -> {}));
            try (Connector connector = Connector.of(
                            address, ConnectorOptions.of("bench", "bench"), providers, new ConnectorFacts());
                    RelayClient client = RelayClient.connect(address, ClientOptions.DEFAULT)) {
                connector.start();
                while (hub.stats().connectors() == 0) {
                    Thread.onSpinWait();
                }
                run(client, WARM_UP);
                print(run(client, MEASURED));
            }
        }
    }

    private static long[] run(RelayClient client, int times) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            client.invoke(Request.of("ping")).join();
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static void print(long[] sorted) {
        for (double part : new double[] {0.5, 0.9, 0.99, 0.999}) {
            double millis = sorted[(int) (part * (sorted.length - 1))] / 1e6;
            System.out.printf(Locale.ROOT, "p%-5s %.3f ms%n", part * 100, millis);
        }
    }
}
