package org.caregate.identity.secondfactor;

import java.nio.charset.StandardCharsets;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.envelope.Envelopes.Opening;
import org.caregate.protocol.PersonId;

/** Seals seeds to the person they are stored for. */
public final class TotpSeeds {
    private final Envelopes envelopes;

    /** Seeds under the key file's keys. */
    public TotpSeeds(Envelopes envelopes) {
        this.envelopes = envelopes;
    }

    /** What to store of a seed. */
    public byte[] seal(PersonId person, String seed) {
        return envelopes.seal(seed.getBytes(StandardCharsets.US_ASCII), place(person));
    }

    public String open(TotpCredential credential) {
        return open(credential.person(), credential.sealedSeed());
    }

    /** The seed that was sealed to that person. */
    public String open(PersonId person, byte[] sealed) {
        if (envelopes.open(sealed, place(person)) instanceof Opening.Opened opened) {
            return opened.text();
        }
        throw new IllegalStateException("a seed's envelope does not open: moved, altered, or another key file");
    }

    private static String place(PersonId person) {
        return "totp/" + person.value();
    }
}
