package org.caregate.authorization.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.caregate.protocol.form.PercentDecoding;

/** Client id and secret from the Authorization header: each form-encoded before Basic joined them (RFC 6749 §2.3.1). */
record BasicCredentials(String clientId, String secret) {
    static boolean isBasic(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith("basic ");
    }

    static Optional<BasicCredentials> parse(String authorization) {
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring("basic ".length()).strip());
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
            int colon = pair.indexOf(':');
            if (colon < 1) {
                return Optional.empty();
            }
            String id = PercentDecoding.decode(pair.substring(0, colon), true);
            String secret = PercentDecoding.decode(pair.substring(colon + 1), true);
            return id == null || secret == null || secret.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(id, secret));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "BasicCredentials[" + clientId + "]";
    }
}
