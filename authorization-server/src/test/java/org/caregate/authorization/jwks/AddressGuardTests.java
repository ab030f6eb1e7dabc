package org.caregate.authorization.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTests {
    private static final AddressGuard GUARD = new AddressGuard(Set.of("keys.internal:8443"));

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1",
                "3fff::1",
                "fec0::1"
            })
    @Requirement("RFC9700-4.11")
    void addressThatIsNotPublic_isForbidden(String literal) {
        assertThat(GUARD.permits("keys.example.org", 443, List.of(address(literal))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "8.8.8.8", "2606:4700::1111", "2a00::1"})
    void publicAddress_isPermitted(String literal) {
        assertThat(GUARD.permits("keys.example.org", 443, List.of(address(literal))))
                .isTrue();
    }

    @Test
    void oneForbiddenAddressAmongSeveral_spoilsTheName() {
        assertThat(GUARD.permits("keys.example.org", 443, List.of(address("1.1.1.1"), address("127.0.0.1"))))
                .isFalse();
        assertThat(GUARD.permits("keys.example.org", 443, List.of())).isFalse();
    }

    @Test
    void allowedHostAndPort_mayBePrivate_andNoOtherPort() {
        assertThat(GUARD.permits("keys.internal", 8443, List.of(address("10.0.0.1"))))
                .isTrue();
        assertThat(GUARD.permits("keys.internal", 443, List.of(address("10.0.0.1"))))
                .isFalse();
        assertThat(GUARD.permits("other.internal", 8443, List.of(address("10.0.0.1"))))
                .isFalse();
    }
}
