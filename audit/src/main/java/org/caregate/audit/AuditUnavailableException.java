package org.caregate.audit;

import org.jspecify.annotations.Nullable;

/** The entry is not known to be durable, so nothing may be released: the answer is 503. */
public final class AuditUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AuditUnavailableException(String message) {
        this(message, null);
    }

    public AuditUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
