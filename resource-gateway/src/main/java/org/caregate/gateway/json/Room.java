package org.caregate.gateway.json;

/** How much of a resource that passes is still wanted; asked while it is copied. */
public interface Room {
    /** Keeps and understands everything; a writer of too much is stopped by the buffer it is written to. */
    Room UNLIMITED = new Room() {
        @Override
        public boolean keeps() {
            return true;
        }

        @Override
        public boolean understands() {
            return true;
        }
    };

    /** Whether its bytes are kept: else texts that nothing depends on need not be read. */
    boolean keeps();

    /** Whether it is still to be understood: else the rest is skipped. */
    boolean understands();
}
