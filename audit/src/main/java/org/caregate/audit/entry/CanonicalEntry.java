package org.caregate.audit.entry;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bytes of an entry, format version 1: the version, then fields with rising tags. These bytes never change; a
 * change is a new version beside this one.
 */
final class CanonicalEntry {
    private static final int VERSION = 1;
    /** What fits an entry bundle of C2SP tlog-tiles. */
    private static final int MAX_BYTES = 0xFFFF;

    private static final int ID = 1;
    private static final int EXCHANGE = 2;
    private static final int TIME = 3;
    private static final int PHASE = 4;
    private static final int ACTION = 5;
    private static final int OUTCOME = 6;
    private static final int REASON = 7;
    private static final int PERSON = 8;
    private static final int CLIENT = 9;
    private static final int PROFILE = 10;
    private static final int GRANT = 11;
    private static final int TOKEN = 12;
    private static final int AUDIENCE = 13;
    private static final int SCOPES = 14;
    private static final int POLICY = 15;
    private static final int REQUEST_LINE = 16;
    private static final int HTTP_STATUS = 17;
    private static final int COUNT = 18;
    private static final int DETAIL = 19;
    private static final int KEY_NAME = 32; // the sealed fields follow: SensitiveField
    private static final int MARKS = 48;

    private CanonicalEntry() {}

    static byte[] encode(SealedEntry entry) {
        AuditEntry plain = entry.plain();
        FieldWriter out = new FieldWriter(VERSION);
        out.bytes(ID, bytes(plain.id()));
        out.text(EXCHANGE, plain.exchangeId());
        out.number(TIME, ChronoUnit.MICROS.between(Instant.EPOCH, plain.time()));
        out.bytes(PHASE, new byte[] {(byte) plain.phase().code()});
        out.text(ACTION, plain.action().word());
        out.bytes(OUTCOME, new byte[] {(byte) plain.outcome().code()});
        out.text(REASON, plain.reason());
        out.text(PERSON, plain.person());
        out.text(CLIENT, plain.client());
        out.text(PROFILE, plain.profile());
        out.text(GRANT, plain.grant());
        out.text(TOKEN, plain.tokenId());
        out.text(AUDIENCE, plain.audience());
        out.text(SCOPES, plain.scopes());
        out.text(POLICY, plain.policyVersion());
        out.text(REQUEST_LINE, plain.requestLine());
        out.number(
                HTTP_STATUS,
                plain.httpStatus() == null ? null : plain.httpStatus().longValue());
        out.number(COUNT, plain.count());
        if (!plain.detail().isEmpty()) {
            out.bytes(DETAIL, FieldWriter.map(plain.detail()));
        }
        out.text(KEY_NAME, entry.keyName());
        entry.ciphertexts().forEach((field, ciphertext) -> out.bytes(field.tag(), ciphertext.toArray()));
        if (!entry.marks().isEmpty()) {
            ByteBuffer marks = ByteBuffer.allocate(entry.marks().size() * SealedEntry.MARK_BYTES);
            entry.marks().forEach(mark -> marks.put(mark.toArray()));
            out.bytes(MARKS, marks.array());
        }
        byte[] leaf = out.toByteArray();
        if (leaf.length > MAX_BYTES) {
            throw new IllegalArgumentException("an entry of " + leaf.length + " bytes");
        }
        return leaf;
    }

    static SealedEntry decode(byte[] leaf) {
        FieldReader in = new FieldReader(leaf);
        if (in.version() != VERSION) {
            throw new MalformedEntryException("format version " + in.version());
        }
        AuditEntry plain = new AuditEntry(
                uuid(in.demand(ID)),
                FieldReader.utf8(in.demand(EXCHANGE)),
                Instant.EPOCH.plus(FieldReader.number(in.demand(TIME)), ChronoUnit.MICROS),
                Phase.ofCode(code(in.demand(PHASE))),
                Action.ofWord(FieldReader.utf8(in.demand(ACTION))),
                Outcome.ofCode(code(in.demand(OUTCOME))),
                FieldReader.utf8(in.demand(REASON)),
                in.text(PERSON),
                in.text(CLIENT),
                in.text(PROFILE),
                in.text(GRANT),
                in.text(TOKEN),
                in.text(AUDIENCE),
                in.text(SCOPES),
                in.text(POLICY),
                in.text(REQUEST_LINE),
                status(in.number(HTTP_STATUS)),
                in.number(COUNT),
                detail(in.take(DETAIL)),
                Sensitive.NONE);
        String keyName = in.text(KEY_NAME);
        Map<SensitiveField, Bytes> ciphertexts = new EnumMap<>(SensitiveField.class);
        for (SensitiveField field : SensitiveField.values()) {
            byte[] value = in.take(field.tag());
            if (value != null) {
                ciphertexts.put(field, Bytes.of(value));
            }
        }
        List<Bytes> marks = marks(in.take(MARKS));
        in.end();
        if ((keyName == null) != ciphertexts.isEmpty()) {
            throw new MalformedEntryException("sealed fields and their key go together");
        }
        return new SealedEntry(plain, keyName, ciphertexts, marks);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static UUID uuid(byte[] value) {
        if (value.length != 16) {
            throw new MalformedEntryException("an id of " + value.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        return new UUID(in.getLong(), in.getLong());
    }

    private static int code(byte[] value) {
        if (value.length != 1) {
            throw new MalformedEntryException("a code of " + value.length + " bytes");
        }
        return value[0];
    }

    private static @Nullable Integer status(@Nullable Long value) {
        if (value == null) {
            return null;
        }
        if (value != value.intValue()) {
            throw new MalformedEntryException("status " + value);
        }
        return value.intValue();
    }

    private static Map<String, String> detail(byte @Nullable [] value) {
        if (value == null) {
            return Map.of();
        }
        if (value.length == 0) {
            throw new MalformedEntryException("an empty detail");
        }
        return FieldReader.map(value);
    }

    private static List<Bytes> marks(byte @Nullable [] value) {
        if (value == null) {
            return List.of();
        }
        if (value.length == 0 || value.length % SealedEntry.MARK_BYTES != 0) {
            throw new MalformedEntryException("marks of " + value.length + " bytes");
        }
        List<Bytes> marks = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(value);
        while (in.hasRemaining()) {
            byte[] mark = new byte[SealedEntry.MARK_BYTES];
            in.get(mark);
            marks.add(Bytes.of(mark));
        }
        for (int i = 1; i < marks.size(); i++) {
            if (marks.get(i - 1).compareTo(marks.get(i)) >= 0) {
                throw new MalformedEntryException("marks out of order");
            }
        }
        return marks;
    }
}
