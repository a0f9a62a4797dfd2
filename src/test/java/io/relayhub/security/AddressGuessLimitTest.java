package io.relayhub.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressGuessLimitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE / 2);
    private final AddressGuessLimit limit = new AddressGuessLimit(6, now::get);

    private void exhaust(String address) {
        for (int i = 0; i < 6; i++) {
            assertThat(limit.wrong(address)).isZero();
        }
    }

    @Test
    void beyondTheLimitItSaysWhenToComeBack() {
        exhaust("192.0.2.1");
        assertThat(limit.wrong("192.0.2.1")).isBetween(1, 11);
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(limit.wrong("192.0.2.1")).isZero();
        assertThat(limit.wrong("192.0.2.1")).isPositive();
    }

    @Test
    void anotherAddressHasItsOwn() {
        exhaust("192.0.2.1");
        assertThat(limit.wrong("192.0.2.2")).isZero();
    }

    @Test
    void anIpv6NetworkCountsAsOne() {
        exhaust("2001:db8:1:2::1");
        assertThat(limit.wrong("2001:db8:1:2:ffff::7")).isPositive();
        assertThat(limit.wrong("[2001:db8:1:2:ffff::8]")).isPositive();
        assertThat(limit.wrong("2001:db8:1:3::1")).isZero();
    }

    @Test
    void whatIsNoAddressCountsAsOneOfItsOwnAndIsNotKeptWhole() {
        exhaust("unknown" + "x".repeat(100));
        assertThat(limit.wrong("unknown" + "x".repeat(1000))).isPositive();
        assertThat(limit.wrong("localhost")).isZero();
    }

    @Test
    void itRemembersABoundedNumber() {
        exhaust("192.0.2.1");
        for (int i = 0; i < AddressGuessLimit.ADDRESSES; i++) {
            limit.wrong("10.0." + i / 256 + "." + i % 256);
        }
        assertThat(limit.remembered()).isEqualTo(AddressGuessLimit.ADDRESSES);
        assertThat(limit.wrong("192.0.2.1")).isZero();
    }
}
