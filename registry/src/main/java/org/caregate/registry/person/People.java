package org.caregate.registry.person;

import java.util.Optional;
import org.caregate.protocol.PersonId;

/** Looks people up by their opaque id. MUST answer from the primary's committed state. */
public interface People {
    /** The person, enabled or not; empty when there never was one. */
    Optional<Person> find(PersonId id);
}
