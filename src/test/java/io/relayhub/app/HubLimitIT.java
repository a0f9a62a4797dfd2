package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.websocket.Sockets;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A hub that has as many connections as it takes.
@Timeout(60)
class HubLimitIT {
    @Test
    void aFullHubStillAnswersItsProbesAndHasRoomAgainOnceSomebodyLeaves() throws InterruptedException {
        try (Hub hub = Hub.start("relayhub.max-connections=1")) {
            try (Peer only = hub.peer("token=" + Hub.TOKEN)) {
                assertThat(Peer.refusal(hub.ws("token=" + Hub.TOKEN))).isEqualTo(503);
                assertThat(hub.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
                only.say("{\"type\":\"ping\",\"timestamp\":1}");
                assertThat(only.hear()).contains("pong");
                only.leave();
                assertThat(only.close(10).code()).isEqualTo(1000);
            }
            // The place is free when the file descriptor is, which is a moment after the answer to the close.
            await().until(() -> hub.bean(Sockets.class).count() == 0);
            try (Peer next = hub.peer("token=" + Hub.TOKEN)) {
                assertThat(next.isOpen()).isTrue();
            }
        }
    }

    @Test
    void theContainersOwnLimitIsNeverReachedFirst() {
        try (Hub hub = Hub.start("relayhub.max-connections=300")) {
            assertThat(containerLimit(hub)).isEqualTo(300 + 1024);
        }
        try (Hub hub = Hub.start("server.jetty.max-connections=5000")) {
            assertThat(containerLimit(hub)).isEqualTo(5000);
        }
    }

    private static int containerLimit(Hub hub) {
        NetworkConnectionLimit limit = hub.jetty().getBean(NetworkConnectionLimit.class);
        assertThat(limit).isNotNull();
        return limit.getMaxNetworkConnectionCount();
    }
}
