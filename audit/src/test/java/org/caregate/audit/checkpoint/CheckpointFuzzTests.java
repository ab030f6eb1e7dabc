package org.caregate.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.caregate.audit.TestLog;
import org.caregate.audit.tree.Hash;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** Notes from outside (anchor, export, witness): refused as malformed, or signed only where nothing signed was changed. */
class CheckpointFuzzTests {
    @Test
    void damagedNote_isMalformed_orUnsigned_orSaysWhatWasSigned() {
        CheckpointSigner signer = TestLog.signer();
        Checkpoint checkpoint = new Checkpoint("localhost/audit/lane/1", 20852163, Hash.ofLeaf(new byte[] {1}));
        LogKey key = new LogKey(checkpoint.origin(), signer.publicKey());
        String note = SignedCheckpoint.sign(checkpoint, signer).note();
        assertThat(SignedCheckpoint.parse(note).isSignedBy(key)).isTrue();
        Fuzz.text(
                List.of(note, note + "\u2014 witness.example abcd\n"),
                List.of(
                        "\n",
                        "\n\n",
                        "\u2014 ",
                        "\u2014 localhost/audit/lane/1 ",
                        "0",
                        "99999999999999999999",
                        "=",
                        "+",
                        " ",
                        "\r",
                        "\u0000"),
                text -> {
                    SignedCheckpoint parsed;
                    try {
                        parsed = SignedCheckpoint.parse(text);
                    } catch (MalformedNoteException refused) {
                        return;
                    }
                    if (parsed.isSignedBy(key)) {
                        assertThat(parsed.checkpoint()).isEqualTo(checkpoint);
                    }
                });
    }
}
