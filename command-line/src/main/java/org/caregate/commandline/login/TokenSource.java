package org.caregate.commandline.login;

/** Where the bearer token of a command comes from. */
@FunctionalInterface
public interface TokenSource {
    /**
     * A token that is good now.
     *
     * @param scope what is going to be done; a source that can choose asks for no more
     * @throws org.caregate.commandline.exit.CommandRefused when there is none, with the next step
     */
    String token(String scope);
}
