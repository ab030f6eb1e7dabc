package org.caregate.authorization.http;

/** One endpoint: a function from request to response, audited before it answers. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers.
     *
     * @throws org.caregate.audit.AuditUnavailableException when its audit entry is not known to be durable; nothing was released
     */
    EndpointResponse handle(EndpointRequest request);
}
