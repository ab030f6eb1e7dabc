package org.caregate.crypto.keyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTests {
    @TempDir
    Path folder;

    private KeyRing create(Path file) throws IOException {
        return KeyFile.create(file, new SecureRandom(), Clock.systemUTC());
    }

    @Test
    void createdFile_isOwnerOnly_andLoadsTheSameKeys() throws IOException {
        Path file = folder.resolve("keys.json");
        KeyRing created = create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.load(file)).isInstanceOfSatisfying(KeyFile.Loading.Loaded.class, loaded -> {
            assertThat(loaded.ring().key(1, Purpose.ENVELOPE).getEncoded())
                    .isEqualTo(created.key(1, Purpose.ENVELOPE).getEncoded());
            assertThat(loaded.ring().checkpointKey().getPublic())
                    .isEqualTo(created.checkpointKey().getPublic());
        });
    }

    @Test
    void existingFile_isNeverReplaced() throws IOException {
        Path file = folder.resolve("keys.json");
        create(file);
        assertThatThrownBy(() -> create(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--"})
    void fileOthersMayRead_orItsGroupMayChange_isRefused(String mode) throws IOException {
        Path file = folder.resolve("keys.json");
        create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThat(KeyFile.load(file))
                .isInstanceOfSatisfying(
                        KeyFile.Loading.Refused.class,
                        refused -> assertThat(refused.problem()).contains("open to others", "chmod 600"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r-----", "rw-r-----", "r--------"})
    void fileThatOneGroupMayRead_isLoaded(String mode) throws IOException {
        Path file = folder.resolve("keys.json");
        create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThat(KeyFile.load(file)).isInstanceOf(KeyFile.Loading.Loaded.class);
    }

    @Test
    void missingFile_isRefused() {
        assertThat(KeyFile.load(folder.resolve("none.json"))).isInstanceOf(KeyFile.Loading.Refused.class);
    }

    @Test
    void damagedFile_isRefused_withoutItsContent() throws IOException {
        Path file = folder.resolve("keys.json");
        create(file);
        String text = Files.readString(file);
        for (String damaged : new String[] {
            "",
            "{}",
            "[]",
            text.substring(0, text.length() / 2),
            text.replace("\"format\":1", "\"format\":2"),
            text.replaceFirst("\"secret\":\"....", "\"secret\":\""),
            text.replace("\"keys\":[{", "\"keys\":[],\"x\":[{")
        }) {
            Files.writeString(file, damaged);
            assertThat(KeyFile.load(file))
                    .as(damaged)
                    .isInstanceOfSatisfying(
                            KeyFile.Loading.Refused.class,
                            refused -> assertThat(refused.problem()).doesNotContain("secret"));
        }
    }

    @Test
    void purposes_haveKeysOfTheirOwn() throws IOException {
        KeyRing ring = create(folder.resolve("keys.json"));
        assertThat(java.util.Arrays.stream(Purpose.values())
                        .map(purpose -> java.util.HexFormat.of()
                                .formatHex(ring.key(1, purpose).getEncoded()))
                        .distinct())
                .hasSize(Purpose.values().length);
    }
}
