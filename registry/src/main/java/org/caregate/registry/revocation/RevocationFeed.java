package org.caregate.registry.revocation;

import java.util.List;

/** What a node polls. */
public interface RevocationFeed {
    /**
     * Every unexpired revocation with a version above {@code after}, in order, and the head version.
     *
     * <p>The transaction that reads MUST also commit a write, so that a former primary that was cut off cannot answer.
     *
     * @throws RuntimeException when the primary cannot be reached or cannot commit
     */
    Page read(long after);

    /** The head version and the revocations up to it. */
    record Page(long headVersion, List<Revocation> revocations) {
        public Page {
            revocations = List.copyOf(revocations);
        }
    }
}
