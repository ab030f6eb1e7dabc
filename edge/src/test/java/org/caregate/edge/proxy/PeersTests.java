package org.caregate.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTests {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "10.0.0.0/8, 2001:db8::1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true"
    })
    void connection_isABalancers_whenItsAddressIs(String network, String address, boolean expected) {
        Peers peers = new Peers(List.of(Peers.Network.parse(network).orElseThrow()));
        assertThat(peers.contains(new InetSocketAddress(InetAddress.ofLiteral(address), 1)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "10.0.0.1/8",
                "10.0.0.0/0",
                "10.0.0.0/33",
                "::1/129",
                "10.0.0.0/8/8",
                "10.0.0.0/-1",
                "fe80::1%eth0"
            })
    void textThatIsNoNetwork_isNotRead(String text) {
        assertThat(Peers.Network.parse(text)).isEmpty();
    }
}
