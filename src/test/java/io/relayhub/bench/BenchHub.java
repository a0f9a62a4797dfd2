package io.relayhub.bench;

import io.relayhub.RelayHub;
import java.net.InetAddress;

/// The hub as a benchmark's own process, on a free port of loopback. Its one argument is the token.
final class BenchHub {
    private BenchHub() {}

    public static void main(String[] args) throws InterruptedException {
        RelayHub hub = RelayHub.builder()
                .port(0)
                .address(InetAddress.getLoopbackAddress())
                .token(args[0])
                .build();
        hub.start();
        System.out.println("Ready: ws://127.0.0.1:" + hub.port() + "/ws");
        // An embedded hub keeps no process alive.
        Thread.currentThread().join();
    }
}
