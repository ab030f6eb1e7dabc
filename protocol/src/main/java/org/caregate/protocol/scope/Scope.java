package org.caregate.protocol.scope;

/** One scope token, parsed. {@link #text()} is its canonical spelling as granted and echoed. */
public sealed interface Scope permits AdminScope, FhirScope, NamedScope {
    /** The scope as it is written in requests, responses and tokens. */
    String text();
}
