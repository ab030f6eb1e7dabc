package org.caregate.gateway.enforcement;

import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Permit;
import org.jspecify.annotations.Nullable;

/** What came of asking the upstream. */
sealed interface Forwarding extends AutoCloseable permits Refused, Forwarding.Forwarded {
    /** What is proved of it. */
    ProvenAnswer provenBy(Prepared prepared) throws UpstreamException;

    @Override
    default void close() {}

    /**
     * It answers.
     *
     * @param permit as it stood once the attempt was durable
     * @param receipt of the attempt
     * @param answer null when it did not have to be asked
     */
    record Forwarded(
            IncomingRequest incoming,
            Permit permit,
            AuditReceipt receipt,
            @Nullable UpstreamAnswer answer) implements Forwarding {
        @Override
        public ProvenAnswer provenBy(Prepared prepared) throws UpstreamException {
            return prepared.prove(this);
        }

        UpstreamAnswer upstream() {
            if (answer == null) {
                throw new IllegalStateException("the upstream was not asked");
            }
            return answer;
        }

        @Override
        public void close() {
            if (answer != null) {
                answer.close();
            }
        }
    }
}
