package org.caregate.crypto.keyfile;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads and creates the key file: JSON, mode 0600, outside the database. Anyone who has the database alone can open no envelope, try
 * no hash and sign no checkpoint.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    /** And one group: a secret that an orchestrator mounts belongs to root, and to the program's group. */
    private static final Set<PosixFilePermission> READERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_READ);

    private static final int MASTER_BYTES = 32;
    private static final int MAX_FILE_BYTES = 1 << 20;

    private KeyFile() {}

    /** What loading found. */
    public sealed interface Loading {
        /** The keys. */
        record Loaded(KeyRing ring) implements Loading {}

        /** Why the file is not used, in one line fit for the operator. */
        record Refused(String problem) implements Loading {}
    }

    /**
     * Creates the file with fresh keys and makes it durable. Never called by accident at start: a lost key file must not be replaced
     * silently.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one
     */
    public static KeyRing create(Path file, SecureRandom random, Clock clock) throws IOException {
        byte[] master = new byte[MASTER_BYTES];
        random.nextBytes(master);
        KeyPair checkpoint = newCheckpointKey(random);
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("version", 1);
        key.put("created", clock.instant().toString());
        key.put("secret", Base64.getEncoder().encodeToString(master));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("keys", List.of(key));
        json.put(
                "checkpoint",
                Map.of(
                        "private",
                                Base64.getEncoder()
                                        .encodeToString(checkpoint.getPrivate().getEncoded()),
                        "public",
                                Base64.getEncoder()
                                        .encodeToString(checkpoint.getPublic().getEncoded())));
        byte[] bytes = JSONObjectUtils.toJSONString(json).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        return new KeyRing(Map.of(1, master), checkpoint);
    }

    /** Loads the file; refuses one that others than its owner and group may read, or others than its owner may write, or that is not what {@link #create} writes. */
    public static Loading load(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return new Loading.Refused("the key file " + file + " is missing");
            }
            if (!READERS.containsAll(Files.getPosixFilePermissions(file))) {
                return new Loading.Refused("the key file " + file + " is open to others; run: chmod 600 " + file);
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                return new Loading.Refused("the key file " + file + " is too large to be one");
            }
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            return new Loading.Refused("the key file " + file + " cannot be read");
        }
    }

    private static Loading parse(Path file, String text) {
        try {
            Map<String, Object> json = JSONObjectUtils.parse(text);
            if (JSONObjectUtils.getInt(json, "format") != 1) {
                return new Loading.Refused("the key file " + file + " has a format this version does not know");
            }
            Map<Integer, byte[]> masters = new TreeMap<>();
            for (Map<String, Object> key : new ArrayList<>(List.of(JSONObjectUtils.getJSONObjectArray(json, "keys")))) {
                byte[] secret = Base64.getDecoder().decode(JSONObjectUtils.getString(key, "secret"));
                if (secret.length != MASTER_BYTES) {
                    return new Loading.Refused("the key file " + file + " holds a key that is not 256 bits long");
                }
                masters.put(JSONObjectUtils.getInt(key, "version"), secret);
            }
            if (masters.isEmpty()) {
                return new Loading.Refused("the key file " + file + " holds no key");
            }
            Map<String, Object> checkpoint = JSONObjectUtils.getJSONObject(json, "checkpoint");
            KeyFactory ed25519 = KeyFactory.getInstance("Ed25519");
            return new Loading.Loaded(new KeyRing(
                    masters,
                    new KeyPair(
                            ed25519.generatePublic(new X509EncodedKeySpec(decode(checkpoint, "public"))),
                            ed25519.generatePrivate(new PKCS8EncodedKeySpec(decode(checkpoint, "private"))))));
        } catch (ParseException | GeneralSecurityException | IllegalArgumentException | NullPointerException e) {
            return new Loading.Refused("the key file " + file + " is damaged; restore it from its backup");
        }
    }

    private static byte[] decode(Map<String, Object> json, String name) throws ParseException {
        return Base64.getDecoder().decode(JSONObjectUtils.getString(json, name));
    }

    private static KeyPair newCheckpointKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks Ed25519", e);
        }
    }
}
