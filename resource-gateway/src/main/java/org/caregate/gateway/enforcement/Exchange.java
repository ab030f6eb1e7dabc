package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.caregate.gateway.error.Refusal;
import org.caregate.gateway.guard.ProvenPart;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request below the FHIR base and the answer to it.
 *
 * <p>An answer is one refusal, one {@link #done}, or parts: nothing but a {@link ProvenPart} carries a body of the upstream's out.
 */
public interface Exchange {
    /** The exchange's id: random, in the answer's {@code X-Request-Id}, and in every audit entry of it. */
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

    /**
     * The whole body, within its limits.
     *
     * @throws RefusedException when it is too large, too slow or cut off
     */
    byte[] body() throws RefusedException;

    /** The whole body of a search form, which nobody has to be known for, and which is therefore no longer than an address may be. */
    byte[] form() throws RefusedException;

    /** Answers with a refusal and its OperationOutcome; {@code scope} goes into the challenge unless it is empty. */
    void refuse(Refusal refusal, String scope) throws IOException;

    /** Answers without a body. */
    void done(int status, Map<String, String> fields) throws IOException;

    /** Releases a part; the first one sends status and fields before it. */
    void release(ProvenPart part, int status, Map<String, String> fields) throws IOException;

    /** Whether status and fields are out already. */
    boolean isCommitted();

    /** Breaks the answer off so that nobody takes what was sent for the whole. */
    void abort();
}
