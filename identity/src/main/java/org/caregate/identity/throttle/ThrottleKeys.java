package org.caregate.identity.throttle;

import java.util.Map;
import org.caregate.audit.flood.SourceNetwork;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;

/** Names what is counted by keyed hashes, the same for people who exist and who do not. */
public final class ThrottleKeys {
    private static final String PASSWORD = "password";
    private static final String PASSWORD_IN_NETWORK = "password-network";
    private static final String CODE = "code";
    private static final String DEVICE = "device";
    private static final String ADDRESS = "address";

    /** The limit of each kind of key, for what may be forgotten. */
    static final Map<String, AttemptLimit> LIMITS = Map.of(
            PASSWORD, AttemptLimit.FROM_ANYWHERE,
            PASSWORD_IN_NETWORK, AttemptLimit.FROM_A_NETWORK,
            CODE, AttemptLimit.OF_CODES,
            DEVICE, AttemptLimit.OF_A_DEVICE,
            ADDRESS, AttemptLimit.OF_AN_ADDRESS);

    private final CredentialHasher hasher;

    /** Keys hashed under the key for blind indexes. */
    public ThrottleKeys(CredentialHasher hasher) {
        this.hasher = hasher;
    }

    /** A user name, as a cookie may name it. */
    public String name(Username username) {
        return key("name", username.value());
    }

    /** Of password attempts for a user name from everywhere. */
    String password(Username username) {
        return key(PASSWORD, username.value());
    }

    /** Of password attempts for a user name from the network of an address. */
    String password(Username username, String address) {
        return key(PASSWORD_IN_NETWORK, username.value() + "/" + SourceNetwork.of(address));
    }

    /** Of one-time codes for a person. */
    String code(PersonId person) {
        return key(CODE, person.value());
    }

    /** Of attempts at a factor on a device that a person signed in with. */
    String device(String factor, String device) {
        return key(DEVICE, factor + "/" + device);
    }

    /** Of failures from the network of an address. */
    String address(String address) {
        return key(ADDRESS, SourceNetwork.of(address));
    }

    private String key(String kind, String value) {
        KeyedHash hash = hasher.hash(kind + "/" + value);
        return kind + ":" + hash.keyVersion() + ":" + hash.value();
    }
}
