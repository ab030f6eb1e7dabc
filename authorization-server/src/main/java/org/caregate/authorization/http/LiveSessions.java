package org.caregate.authorization.http;

import java.util.Optional;

/** The browser sessions as the database has them now, for decisions that must not rest on what a request found when it arrived. */
@FunctionalInterface
public interface LiveSessions {
    /** The session of that id, if it has not ended; locked until the caller's transaction ends, so that a sign-out waits or wins. */
    Optional<BrowserSession> lock(String id);
}
