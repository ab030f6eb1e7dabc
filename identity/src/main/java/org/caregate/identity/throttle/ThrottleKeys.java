package org.caregate.identity.throttle;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;

/** Names what is counted by keyed hashes, the same for people who exist and who do not. */
public final class ThrottleKeys {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final CredentialHasher hasher;

    /** Keys hashed under the key for blind indexes. */
    public ThrottleKeys(CredentialHasher hasher) {
        this.hasher = hasher;
    }

    /** Of password attempts for a user name. */
    public String password(Username username) {
        return key("password", username.value());
    }

    /** Of one-time codes for a person. */
    public String code(PersonId person) {
        return key("code", person.value());
    }

    /** Of attempts from an address; an IPv6 network of 64 bits counts as one. */
    public String address(String address) {
        return key("address", network(address));
    }

    private String key(String kind, String value) {
        KeyedHash hash = hasher.hash(kind + "/" + value);
        return kind + ":" + hash.keyVersion() + ":" + hash.value();
    }

    private static String network(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == 4
                    ? Arrays.toString(bytes)
                    : Arrays.toString(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
        } catch (IllegalArgumentException notAnAddress) {
            return address.toLowerCase(Locale.ROOT);
        }
    }
}
