package org.caregate.identity.throttle;

import org.caregate.audit.flood.SourceNetwork;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;

/** Names what is counted by keyed hashes, the same for people who exist and who do not. */
public final class ThrottleKeys {
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
        return key("password", username.value());
    }

    /** Of password attempts for a user name from the network of an address. */
    String password(Username username, String address) {
        return key("password-network", username.value() + "/" + SourceNetwork.of(address));
    }

    /** Of one-time codes for a person. */
    String code(PersonId person) {
        return key("code", person.value());
    }

    /** Of attempts at a factor on a device that a person signed in with. */
    String device(String factor, String device) {
        return key("device", factor + "/" + device);
    }

    /** Of failures from the network of an address. */
    String address(String address) {
        return key("address", SourceNetwork.of(address));
    }

    private String key(String kind, String value) {
        KeyedHash hash = hasher.hash(kind + "/" + value);
        return kind + ":" + hash.keyVersion() + ":" + hash.value();
    }
}
