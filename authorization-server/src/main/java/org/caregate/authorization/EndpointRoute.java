package org.caregate.authorization;

import java.util.List;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.http.Endpoint;

/**
 * One line of the route table.
 *
 * @param path compared exactly
 * @param methods the methods that are answered; anything else is 405
 * @param action what our own failure on this route is recorded as
 * @param readers who reads the answers
 * @param crossOrigin whether registered browser origins may read them
 */
public record EndpointRoute(
        String path, List<String> methods, Action action, Readers readers, boolean crossOrigin, Endpoint endpoint) {
    public EndpointRoute {
        methods = List.copyOf(methods);
    }

    /** Who reads the answers, which decides how an error is reported. */
    public enum Readers {
        /** A browser, in front of a person; the mounter gives it a session. */
        PEOPLE,
        /** A program, which gets OAuth JSON. */
        PROGRAMS
    }
}
