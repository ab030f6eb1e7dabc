package org.caregate.registry.person;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.caregate.protocol.PersonId;

public final class InMemoryPeople implements People {
    private final Map<PersonId, Person> people = new ConcurrentHashMap<>();

    /** Adds or replaces a person. */
    public void put(Person person) {
        people.put(person.id(), person);
    }

    @Override
    public Optional<Person> find(PersonId id) {
        return Optional.ofNullable(people.get(id));
    }
}
