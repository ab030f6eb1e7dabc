package org.caregate.audit.sealing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.Sensitive;
import org.caregate.audit.entry.SensitiveField;
import org.caregate.audit.entry.SensitiveText;

/** Turns an entry into what the log holds, and back for those who may read it. */
public final class EntrySealing {
    private final FieldSealer sealer;
    private final BlindIndex index;

    public EntrySealing(FieldSealer sealer, BlindIndex index) {
        this.sealer = sealer;
        this.index = index;
    }

    public SealedEntry seal(AuditEntry entry) {
        Sensitive sensitive = entry.sensitive();
        Map<SensitiveField, byte[]> fields = SensitiveText.of(sensitive);
        if (fields.isEmpty()) {
            return new SealedEntry(entry, null, Map.of(), List.of());
        }
        SealedFields result = sealer.seal(entry.id(), entry.time(), fields);
        return new SealedEntry(entry.with(Sensitive.NONE), result.keyName(), result.fields(), marks(sensitive));
    }

    /** The entry with its sensitive fields in clear; empty when their key was destroyed. */
    public Optional<AuditEntry> open(SealedEntry entry) {
        String keyName = entry.keyName();
        if (keyName == null) {
            return Optional.of(entry.plain());
        }
        return sealer.open(entry.id(), new SealedFields(keyName, entry.ciphertexts()))
                .map(fields -> entry.plain().with(SensitiveText.read(fields)));
    }

    /** The keyed hashes that a search of sealed values compares. */
    public BlindIndex index() {
        return index;
    }

    private List<Bytes> marks(Sensitive sensitive) {
        List<Bytes> marks = new ArrayList<>();
        sensitive.patients().forEach(id -> marks.add(index.mark(BlindIndex.Kind.PATIENT, id)));
        sensitive.resources().forEach(reference -> marks.add(index.mark(BlindIndex.Kind.RESOURCE, reference)));
        if (sensitive.userName() != null) {
            marks.add(index.mark(BlindIndex.Kind.USER_NAME, sensitive.userName()));
        }
        return marks;
    }
}
