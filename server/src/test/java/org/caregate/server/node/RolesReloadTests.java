package org.caregate.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.server.config.RolesFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesReloadTests {
    private static final PersonAccount LEE = new PersonAccount(
            new PersonId("lee"),
            Username.parse("dr.lee").orElseThrow(),
            "Lee",
            "Practitioner/d1",
            Set.of("clinician"),
            true);

    @TempDir
    Path folder;

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryRevocations revocations = new InMemoryRevocations(transactions, Clock.systemUTC());
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private Path file;
    private CurrentRoles roles;
    private RolesReload reload;

    @BeforeEach
    void inForce() throws IOException {
        file = folder.resolve("roles.yaml");
        write("user/Patient.rs", "p1");
        roles = new CurrentRoles(RolesFile.read(file));
        reload = new RolesReload(
                file, roles, revocations, new AuditedTransactions(transactions, audit, Clock.systemUTC()), "node");
        reload.look();
        assertThat(audit.entries())
                .as("what was read at the start is no change")
                .isEmpty();
    }

    private void write(String scope, String patient) throws IOException {
        Files.writeString(file, """
                roles:
                  patient: { scopes: [ "openid", "patient/*.rs" ] }
                  clinician: { scopes: [ "openid", "%s" ] }
                  administrator: { scopes: [ "openid", "admin/clients.read" ] }
                patients:
                  dr.lee: [ "%s" ]
                """.formatted(scope, patient));
    }

    @Test
    void changedFile_isInForce_recordedOnce_andMovesTheVersion() throws IOException {
        String before = roles.definitions().version();
        write("user/Observation.rs", "p2");
        reload.look();
        reload.look();
        assertThat(roles.definitions().version()).isNotEqualTo(before);
        assertThat(roles.patientsOf(LEE)).containsExactly("p2");
        assertThat(audit.entries()).extracting(AuditEntry::action).containsExactly(Action.POLICY_CHANGED);
        assertThat(revocations.head()).isEqualTo(1);
    }

    @Test
    void malformedOrMissingFile_leavesTheRolesAsTheyWere_andAGoodOneFollows() throws IOException {
        RolesFile before = roles.file();
        Files.writeString(file, "roles: { patient: { scopes: [ \"nonsense/\" ] }");
        reload.look();
        Files.delete(file);
        reload.look();
        assertThat(roles.file()).isSameAs(before);
        assertThat(audit.entries()).isEmpty();
        write("user/Condition.rs", "p3");
        reload.look();
        assertThat(roles.patientsOf(LEE)).containsExactly("p3");
    }

    @Test
    void changeThatCannotBeRecorded_isNotInForce_andIsTriedAgain() throws IOException {
        RolesFile before = roles.file();
        write("user/Condition.rs", "p3");
        audit.failNext();
        assertThatThrownBy(() -> reload.look()).isInstanceOf(AuditUnavailableException.class);
        assertThat(roles.file()).isSameAs(before);
        reload.look();
        assertThat(roles.patientsOf(LEE)).containsExactly("p3");
    }
}
