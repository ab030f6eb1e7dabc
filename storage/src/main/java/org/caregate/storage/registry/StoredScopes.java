package org.caregate.storage.registry;

import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;

/** Scopes as we stored them. What does not read back whole is our fault, never a smaller grant. */
final class StoredScopes {
    private StoredScopes() {}

    static Scopes read(String text) {
        if (text.isEmpty()) {
            return Scopes.NONE;
        }
        return switch (ScopeParser.parse(text)) {
            case ScopeParse.Parsed(Scopes scopes, var unknown) when unknown.isEmpty() -> scopes;
            case ScopeParse.Parsed parsed ->
                throw new IllegalStateException(
                        "a stored scope is not known: " + parsed.unknown().size());
            case ScopeParse.Malformed malformed ->
                throw new IllegalStateException(
                        "a stored scope is malformed: " + malformed.faults().size());
        };
    }
}
