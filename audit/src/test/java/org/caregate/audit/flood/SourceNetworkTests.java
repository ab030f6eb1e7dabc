package org.caregate.audit.flood;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceNetworkTests {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "[::ffff:192.0.2.1], 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "[2001:db8:1:2::9], 2001:db8:1:2:0:0:0:0/64",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:0/64",
        "[fe80::2%3], fe80:0:0:0:0:0:0:0/64",
        "Not-An-Address, not-an-address",
        "'', ''"
    })
    void addressesOfOneNetwork_haveOneName(String address, String network) {
        assertThat(SourceNetwork.of(address)).isEqualTo(network);
    }

    @org.junit.jupiter.api.Test
    void textThatIsTooLongForAnAddress_isUnknown() {
        assertThat(SourceNetwork.of("x".repeat(1000))).isEqualTo(SourceNetwork.UNKNOWN);
    }
}
