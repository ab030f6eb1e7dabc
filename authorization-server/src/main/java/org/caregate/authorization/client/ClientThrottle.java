package org.caregate.authorization.client;

/** Slows down guessing at client credentials. Implementations MUST be fast and MUST NOT throw. */
public interface ClientThrottle {
    /** Never slows anyone. */
    ClientThrottle NONE = new ClientThrottle() {
        @Override
        public long secondsToWait(String client, String remoteAddress) {
            return 0;
        }

        @Override
        public void failed(String client, String remoteAddress) {}
    };

    /** How long this address must wait before it may try as that client again; 0 when it may now. */
    long secondsToWait(String client, String remoteAddress);

    /** Notes a failed authentication. */
    void failed(String client, String remoteAddress);
}
