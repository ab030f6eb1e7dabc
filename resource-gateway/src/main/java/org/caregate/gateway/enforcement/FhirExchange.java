package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.discovery.OwnDocument;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.error.Refusal;
import org.caregate.gateway.guard.ProvenPart;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request below the FHIR base and the answer to it.
 *
 * <p>An answer is one refusal, one {@link #done}, one {@link #publish} or parts. Nothing but a {@link ProvenPart} carries a body of the
 * upstream's out, and only with the receipt of an entry of this exchange; implementations MUST refuse another exchange's receipt.
 */
public interface FhirExchange {
    /** Random, in the answer's {@code X-Request-Id}, and in every audit entry of the exchange. */
    String id();

    Instant startedAt();

    /** {@link System#nanoTime} when it began. */
    long startedNanos();

    String method();

    /** What follows the FHIR base, still encoded. */
    String rawPath();

    @Nullable
    String rawQuery();

    /** Every field of that name. */
    List<String> fields(String name);

    /** The caller's network address. */
    String source();

    /** The whole body, within its limits. */
    Body body();

    /** The whole body of a search form. It is read before the caller is known, and so may be no longer than an address. */
    Body form();

    /** A request's body. */
    sealed interface Body {
        record Whole(byte[] bytes) implements Body {
            @Override
            public boolean equals(@Nullable Object other) {
                return this == other;
            }

            @Override
            public int hashCode() {
                return System.identityHashCode(this);
            }
        }

        /** It is too large, too slow or cut off. */
        record Unread(Failure failure, String reason) implements Body {}
    }

    /** Answers with a refusal and its OperationOutcome; {@code scope} goes into the challenge unless it is empty. */
    void refuse(Refusal refusal, String scope) throws IOException;

    /** Answers without a body. */
    void done(AuditReceipt receipt, int status, Map<String, String> fields) throws IOException;

    /** Answers with a document of the gateway's own. */
    void publish(OwnDocument document, AuditReceipt receipt) throws IOException;

    /** Releases a part; the first one sends status and fields before it. */
    void release(ProvenPart part, AuditReceipt receipt, int status, Map<String, String> fields) throws IOException;

    /** Whether status and fields are out already. */
    boolean isCommitted();

    /** Breaks the answer off so that what was sent is not taken for the whole. */
    void abort();
}
