package org.caregate.gateway.patient;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.InputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.protocol.fhir.FhirIds;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Names of patients from the FHIR server, which is trusted no more than for a read: the body is bounded, and has to be the Patient that
 * was asked for. A name that cannot be had in time is left out.
 */
public final class PatientDirectory implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Forwarder forwarder;
    private final FhirJson json;
    private final int maxBytes;
    private final ExecutorService readers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("patient-names-", 0).factory());
    private final Cache<String, Name> names = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    /** A patient as people tell them apart. */
    public record Name(String displayName, @Nullable LocalDate birthDate) {}

    /**
     * Names read within these bounds.
     *
     * @param maxBytes of one Patient
     */
    public PatientDirectory(Forwarder forwarder, int jsonDepth, int maxBytes) {
        this.forwarder = forwarder;
        this.json = new FhirJson(jsonDepth, maxBytes);
        this.maxBytes = maxBytes;
    }

    /**
     * The names of those logical ids, as far as there are any.
     *
     * @param namesShown of the entry that says whose names are shown, and to whom
     */
    public Map<String, Name> namesOf(Collection<String> patients, AuditReceipt namesShown) {
        Map<String, CompletableFuture<Optional<Name>>> asked = new LinkedHashMap<>();
        for (String id : patients) {
            Name known = names.getIfPresent(id);
            asked.put(
                    id,
                    known == null
                            ? CompletableFuture.supplyAsync(() -> read(id, namesShown), readers)
                                    .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            : CompletableFuture.completedFuture(Optional.of(known)));
        }
        Map<String, Name> found = new LinkedHashMap<>();
        asked.forEach((id, answer) -> answer.join().ifPresent(name -> found.put(id, name)));
        return found;
    }

    private Optional<Name> read(String id, AuditReceipt namesShown) {
        if (!FhirIds.isId(id)) {
            return Optional.empty();
        }
        try (UpstreamAnswer answer = forwarder.readPatient(id, namesShown, PATIENCE)) {
            if (answer.status() != 200 || answer.unreadable().isPresent()) {
                return Optional.empty();
            }
            InputStream bounded = new BoundedInput(answer.body(), maxBytes);
            Optional<Name> name = NamedPatient.read(json.read(bounded)).nameOf(id);
            name.ifPresent(known -> names.put(id, known));
            return name;
        } catch (UpstreamException | JacksonException | MalformedResourceException notNow) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
