package org.caregate.protocol;

/** A person's opaque, random, stable identifier: the {@code sub} of tokens. Never a name, an e-mail address or a FHIR id. */
public record PersonId(String value) {
    public PersonId {
        if (value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException("a person id has 1 to 200 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
