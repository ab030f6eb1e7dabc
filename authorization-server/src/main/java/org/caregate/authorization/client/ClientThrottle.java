package org.caregate.authorization.client;

/**
 * Slows down guessing at client credentials. It receives failures only: a proof that holds is never refused for what others did, so
 * that no one can lock a client out by naming it. Implementations MUST be fast and MUST NOT throw.
 */
public interface ClientThrottle {
    /** Never slows anyone. */
    ClientThrottle NONE = (client, remoteAddress) -> 0;

    /** Counts a failed authentication; how many seconds its sender should wait, 0 while it is within its budget. */
    long failed(String client, String remoteAddress);
}
