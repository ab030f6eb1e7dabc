package org.caregate.identity.password;

/** More people sign in at once than there is processor for: the answer is 503. */
public final class TooBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooBusyException() {
        super("no processor free for a password");
    }
}
