package io.relayhub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import io.relayhub.testing.RealBrowser;
import io.relayhub.testing.ScriptedHub;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole connector in a process whose virtual threads share one carrier that is never replaced: whatever blocked in
/// native code on a virtual thread would stop every action at once.
@Timeout(60)
class OneCarrierIT {
    @TempDir
    private Path home = Path.of("");

    private ScriptedHub hub;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        RealBrowser.orSkip();
        hub = ScriptedHub.start();
        process = connector(1, hub.url("").toString(), home);
    }

    /// A connector in a process of its own, with so many carriers of virtual threads.
    static Process connector(int carriers, String hub, Path home) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
                        "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneCarrierIT.class.getName(),
                        hub,
                        home.toString())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static void end(Process process) throws Exception {
        process.getOutputStream().close();
        process.waitFor(15, TimeUnit.SECONDS);
        process.destroyForcibly();
    }

    @AfterEach
    void stop() throws Exception {
        if (process != null) {
            end(process);
            hub.close();
        }
    }

    /// The connector itself: ends when its standard input does.
    public static void main(String[] arguments) throws Exception {
        ProviderOptions options = new ProviderOptions(
                Path.of(arguments[1]),
                Map.of("chrome", List.of("launch"), "chrome-headless", List.of("true")),
                notice -> {});
        Map<String, Provider> providers =
                ProviderSet.installed().open(List.of("chrome", "native-host", "system"), options);
        try (Connector connector = Connector.of(
                HubAddress.parse(arguments[0]), ConnectorOptions.of("one", "one"), providers, new ConnectorFacts())) {
            connector.start();
            System.in.transferTo(System.out);
        }
    }

    @Test
    void everyProviderAnswersWhileTheBrowserAndTheNativeHostAreListenedTo() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(home.resolve("native-host.sock"));
        try (ServerSocketChannel silentHost = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silentHost.bind(address);
            ScriptedHub.Peer connector = hub.next();
            assertThat(connector.line()).contains("connector_hello");
            // From here on the browser's watchdog and its last words are read.
            connector.say("{\"id\":1,\"action\":\"tab_open\",\"data\":{}}");
            assertThat(connector.line()).startsWith("{\"id\":1,\"success\":true");
            // From here on the native host is read, and owes an answer.
            connector.say("{\"id\":2,\"action\":\"of_the_extension\",\"data\":{}}");
            try (var open = silentHost.accept()) {
                assertThat(open.isConnected()).isTrue();
                for (String action : List.of("ping", "system_info", "tab_list", "page_snapshot")) {
                    connector.say("{\"id\":\"" + action + "\",\"action\":\"" + action + "\",\"data\":{}}");
                    assertThat(connector.line()).startsWith("{\"id\":\"" + action + "\",\"success\":true");
                }
            }
        }
    }
}
