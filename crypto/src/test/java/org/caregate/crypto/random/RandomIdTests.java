package org.caregate.crypto.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomIdTests {
    private final SecureRandom random = new SecureRandom();

    @Test
    void identifier_carriesAllItsBytes_inUnpaddedBase64url() {
        String id = RandomId.of(random, 16);

        assertThat(id).hasSize(22).matches("[A-Za-z0-9_-]+");
        assertThat(Base64.getUrlDecoder().decode(id)).hasSize(16);
    }

    @Test
    void identifiers_areNeverRepeated() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> RandomId.of(random, 16)))
                .doesNotHaveDuplicates();
    }
}
