package io.relayhub.app.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class PublicHostTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final List<String> warnings = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer sandbox;

    @BeforeEach
    void openSandbox() throws IOException {
        sandbox = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        answer(
                "/ports/8080",
                200,
                "{\"url\":\"https://8080-box.example.com/\",\"data\":{\"host\":\"box.example.com:31234\"}}");
        answer("/broken/8080", 200, "<html>");
        answer("/empty/8080", 200, "{\"url\":\"\"}");
        answer("/gone/8080", 404, "{}");
        sandbox.createContext("/slow/8080", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        sandbox.setExecutor(task -> Thread.ofVirtual().start(task));
        sandbox.start();
    }

    @AfterEach
    void closeSandbox() {
        end.countDown();
        sandbox.stop(0);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # variable          | option             | sandbox            | public address
            v.example.org       , o.example.org      , /ports/{port}#url  , ws://v.example.org:8080
            -                   , o.example.org      , /ports/{port}#url  , ws://o.example.org:8080
            ' '                 , o.example.org      , -                  , ws://o.example.org:8080
            wss://hub.example.org, -                 , -                  , wss://hub.example.org
            -                   , -                  , /ports/{port}#url  , wss://8080-box.example.com
            -                   , -                  , /ports/{port}#/data/host, ws://box.example.com:31234
            -                   , -                  , -                  , ws://127.0.0.1:8080
            """)
    void theVariableBeatsTheOptionBeatsTheSandboxBeatsTheMachine(
            @Nullable String variable, @Nullable String option, @Nullable String mapping, String expected) {
        assertThat(address(variable, option, mapping).url("")).isEqualTo(expected);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /broken/{port}#url , its answer is not JSON
            /empty/{port}#url  , what its answer has at url is no address
            /ports/{port}#name , its answer has no text at name
            /gone/{port}#url   , it answers with status 404
            /slow/{port}#url   , no answer within 1 s
            """)
    void aSandboxOfNoUseIsOneWarning(String mapping, String reason) {
        assertThat(address(null, null, mapping).url("")).isEqualTo("ws://127.0.0.1:8080");
        assertThat(warnings)
                .containsExactly("The sandbox's port mapping is of no use (" + reason
                        + "): the printed URL has an address of this machine");
    }

    @Test
    void aSandboxThatIsNotThereIsOneWarning() {
        sandbox.stop(0);
        assertThat(address(null, null, "/ports/{port}#url").url("")).isEqualTo("ws://127.0.0.1:8080");
        assertThat(warnings).singleElement().asString().contains("it cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://hub.example.org", "wss://", "hub example org", "hub/path", "ada@hub"})
    void whatIsNoHostIsRefusedBeforeAnyoneAsksForTheAddress(String configured) {
        assertThatThrownBy(() -> PublicHost.of(configured, null, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("CLOUD_SERVER_HOST (or --host) is neither a name nor a URL");
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        assertThat(machine()
                        .address("wss", InetAddress.ofLiteral("::1"), 8443, warnings::add)
                        .url("/ws"))
                .isEqualTo("wss://[0:0:0:0:0:0:0:1]:8443/ws");
    }

    @Test
    void aHubOnAllAddressesIsFoundAtOneOfThisMachine() throws SocketException {
        String url = machine()
                .address("ws", InetAddress.ofLiteral("0.0.0.0"), 8080, warnings::add)
                .url("/ws");
        InetAddress host = InetAddress.ofLiteral(URI.create(url).getHost());
        assertThat(NetworkInterface.getByInetAddress(host)).isNotNull();
        assertThat(machine().address("ws", null, 8080, warnings::add).url("/ws"))
                .isEqualTo(url);
    }

    private static PublicHost machine() {
        return PublicHost.of(null, null, Optional.empty());
    }

    private PublicAddress address(@Nullable String variable, @Nullable String option, @Nullable String mapping) {
        Optional<PortMapping> api = Optional.ofNullable(mapping).map(text -> {
            String[] parts = text.split("#", -1);
            String base = "http://127.0.0.1:" + sandbox.getAddress().getPort();
            return new PortMapping(base + parts[0], parts[1], Duration.ofSeconds(1));
        });
        return PublicHost.of(variable, option, api).address("ws", LOOPBACK, 8080, warnings::add);
    }

    private void answer(String path, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        sandbox.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
