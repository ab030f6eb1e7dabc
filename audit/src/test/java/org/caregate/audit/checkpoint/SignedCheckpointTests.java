package org.caregate.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.caregate.audit.TestLog;
import org.caregate.audit.tree.Hash;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedCheckpointTests {
    /** The example key and note that signed-note's first implementation publishes. */
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final Checkpoint CHECKPOINT = new Checkpoint(TestLog.ORIGIN, 7, Hash.EMPTY);

    private final CheckpointSigner signer = TestLog.signer();
    private final LogKey key = new LogKey(TestLog.ORIGIN, signer.publicKey());

    @Test
    @Requirement("C2SP-signed-note-signatures")
    void publishedExample_verifies() {
        LogKey peter = LogKey.parse(PETER);
        byte[] signature = Base64.getDecoder()
                .decode("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=");
        byte[] text =
                "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(Arrays.copyOf(signature, 4)).isEqualTo(peter.id());
        assertThat(peter.verifies(text, Arrays.copyOfRange(signature, 4, signature.length)))
                .isTrue();
        text[0] ^= 1;
        assertThat(peter.verifies(text, Arrays.copyOfRange(signature, 4, signature.length)))
                .isFalse();
        assertThat(peter.verifies(text, new byte[5])).isFalse();
        assertThat(peter.text()).isEqualTo(PETER);
    }

    @Test
    @Requirement("C2SP-tlog-checkpoint-note-text")
    void checkpoint_isWrittenAsTheGoldenNote() throws GeneralSecurityException {
        // the private key of RFC 8032 §7.1, test 1
        byte[] pkcs8 = HexFormat.of()
                .parseHex(
                        "302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        LogKey rfc = LogKey.parse(vkey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        var signed = SignedCheckpoint.sign(
                CHECKPOINT,
                new Ed25519Signer(new KeyPair(rfc.key(), keys.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)))));
        assertThat(signed.note())
                .startsWith(
                        "caregate.test/audit\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— caregate.test/audit ");
        assertThat(signed.isSignedBy(rfc)).isTrue();
        assertThat(SignedCheckpoint.parse(signed.note())).isEqualTo(signed);
    }

    private static String vkey(String publicKey) {
        byte[] raw = HexFormat.of().parseHex("01" + publicKey);
        byte[] id = Arrays.copyOf(sha256((TestLog.ORIGIN + "\n").getBytes(StandardCharsets.UTF_8), raw), 4);
        return TestLog.ORIGIN + "+" + HexFormat.of().formatHex(id) + "+"
                + Base64.getEncoder().encodeToString(raw);
    }

    private static byte[] sha256(byte[] one, byte[] two) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(one);
            return digest.digest(two);
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void signatureOfAnotherKeyNameOrText_isRefused() {
        SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, signer);
        assertThat(signed.isSignedBy(key)).isTrue();
        assertThat(signed.isSignedBy(new LogKey(TestLog.ORIGIN, TestLog.signer().publicKey())))
                .isFalse();
        assertThat(signed.isSignedBy(key.ofLane(1))).isFalse();
        assertThat(SignedCheckpoint.parse(signed.note().replace("\n7\n", "\n8\n"))
                        .isSignedBy(key))
                .isFalse();
        assertThat(SignedCheckpoint.parse(signed.note().replaceAll("— (\\S+) \\S+", "— $1 AAAA"))
                        .isSignedBy(key))
                .isFalse();
        assertThat(SignedCheckpoint.parse(signed.note().replaceAll("— (\\S+) \\S+", "— $1 ?"))
                        .isSignedBy(key))
                .isFalse();
    }

    @Test
    void cosignatureOfAWitness_doesNotHideOurs() {
        SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, signer);
        assertThat(SignedCheckpoint.parse(signed.note() + "— witness.example AAAAAAAA\n")
                        .isSignedBy(key))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log\n7\n",
                "log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "log\n07\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— log AAAA\n",
                "log\n7\nAAAA\n\n— log AAAA\n",
                "log\n9999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— log AAAA\n",
                "log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— log AAAA"
            })
    void malformedNote_isRefused(String note) {
        assertThatThrownBy(() -> SignedCheckpoint.parse(note)).isInstanceOf(MalformedNoteException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a+b",
                "name+00000000+AQ==",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+?"
            })
    void malformedKey_isRefused(String text) {
        assertThatThrownBy(() -> LogKey.parse(text)).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void keyOfAnotherKind_isRefused() throws GeneralSecurityException {
        var rsa = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        assertThatThrownBy(() -> new LogKey("log", rsa)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lane_isReadFromItsName() {
        assertThat(key.laneOf(TestLog.ORIGIN + "/lane/12")).isEqualTo(12);
        assertThat(key.laneOf(TestLog.ORIGIN)).isZero();
        assertThat(key.laneOf("other/lane/12")).isZero();
        assertThat(key.laneOf(TestLog.ORIGIN + "/lane/012")).isZero();
        assertThat(key.ofLane(12).origin()).isEqualTo(TestLog.ORIGIN + "/lane/12");
    }

    @Test
    void checkpointOfNoLog_isRefused() {
        assertThatThrownBy(() -> new Checkpoint("", 1, Hash.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("a\nb", 1, Hash.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("a", -1, Hash.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }
}
