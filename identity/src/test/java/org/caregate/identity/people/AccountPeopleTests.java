package org.caregate.identity.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.caregate.protocol.PersonId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPeopleTests {
    private final InMemoryPersonAccounts accounts = new InMemoryPersonAccounts();
    private final AccountPeople people = new AccountPeople(
            accounts, account -> account.roles().contains("clinician") ? Set.of("p1", "p2") : Set.of());

    private PersonId add(String fhirUser, String role) {
        PersonId id = new PersonId("id-" + role);
        accounts.add(new PersonAccount(id, new Username(role), "Name", fhirUser, Set.of(role), true));
        return id;
    }

    @Test
    void patient_mayOpenTheirOwnRecordAlone() {
        assertThat(people.find(add("Patient/p7", "patient")).orElseThrow().patients())
                .containsExactly("p7");
    }

    @Test
    void clinician_mayOpenTheListedPatients() {
        assertThat(people.find(add("Practitioner/d1", "clinician"))
                        .orElseThrow()
                        .patients())
                .containsExactlyInAnyOrder("p1", "p2");
    }

    @Test
    void disabledPerson_isFound_asDisabled() {
        PersonId id = add("Patient/p7", "patient");
        accounts.update(accounts.find(id).orElseThrow().withEnabled(false));

        assertThat(people.find(id).orElseThrow().enabled()).isFalse();
        assertThat(people.find(new PersonId("nobody"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Rosa", " rosa ", "ROSA", "ｒｏｓａ"})
    void userName_isTheSame_howeverTyped(String typed) {
        assertThat(Username.parse(typed)).contains(new Username("rosa"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ro sa", "ro\u0000sa", "ro\nsa"})
    void malformedUserName_isNone(String typed) {
        assertThat(Username.parse(typed)).isEmpty();
    }

    @Test
    void overlongUserName_isNone() {
        assertThat(Username.parse("x".repeat(129))).isEmpty();
        assertThat(Username.parse("x".repeat(128))).isPresent();
    }
}
