package org.caregate.storage.registry;

import static org.caregate.storage.Columns.array;
import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.textOrNull;
import static org.caregate.storage.Columns.texts;
import static org.caregate.storage.Columns.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Transactions;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.storage.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link PendingAuthorizations} on PostgreSQL; whatever touches one names its browser session, and expiry is by the database's clock. */
public final class PostgresPendingAuthorizations implements PendingAuthorizations {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final PendingAnswers answers;

    public PostgresPendingAuthorizations(Database database) {
        this.jdbc = database.runtime();
        this.transactions = database.transactions();
        this.answers = new PendingAnswers(jdbc);
    }

    @Override
    public void save(PendingAuthorization pending) {
        transactions.inTransaction(() -> {
            if (upsert(pending) == 0) {
                throw new IllegalStateException("the authorization belongs to another browser session");
            }
            answers.removeAll(pending.id());
            for (int position = 0; position < pending.answers().size(); position++) {
                answers.insert(pending.id(), position, pending.answers().get(position));
            }
        });
    }

    private int upsert(PendingAuthorization pending) {
        InteractionColumns interaction = InteractionColumns.of(pending.interaction());
        return jdbc.sql("""
                        INSERT INTO pending_authorization (id, browser_session, client, parameters, interaction, patients,
                            consent_scopes, consent_cut, consent_patient, person, requested_at, expires_at)
                        VALUES (:id, :browserSession, :client, :parameters, :interaction, :patients,
                            :consentScopes, :consentCut, :consentPatient, :person, :requestedAt, :expiresAt)
                        ON CONFLICT (id) DO UPDATE SET interaction = excluded.interaction, patients = excluded.patients,
                            consent_scopes = excluded.consent_scopes, consent_cut = excluded.consent_cut,
                            consent_patient = excluded.consent_patient, person = excluded.person
                        WHERE pending_authorization.browser_session = excluded.browser_session
                        """)
                .param("id", pending.id())
                .param("browserSession", pending.browserSession())
                .param("client", pending.client().value())
                .param("parameters", FormEncoding.write(pending.parameters()))
                .param("interaction", interaction.name())
                .param("patients", interaction.patients())
                .param("consentScopes", interaction.consentScopes())
                .param("consentCut", interaction.consentCut())
                .param("consentPatient", interaction.consentPatient())
                .param("person", textOrNull(pending.person()))
                .param("requestedAt", timestamp(pending.requestedAt()))
                .param("expiresAt", timestamp(pending.expiresAt()))
                .update();
    }

    @Override
    public Optional<PendingAuthorization> find(String id, String browserSession) {
        return jdbc.sql("""
                        SELECT * FROM pending_authorization
                        WHERE id = :id AND browser_session = :browserSession AND expires_at > now()
                        """)
                .param("id", key(id))
                .param("browserSession", key(browserSession))
                .query((row, number) -> pending(row, answers.of(id)))
                .optional();
    }

    @Override
    public boolean answer(String id, String browserSession, Answer answer) {
        return transactions.inTransaction(() -> {
            // The row's lock keeps two answers from taking the same place.
            boolean there = jdbc.sql("""
                            SELECT 1 FROM pending_authorization
                            WHERE id = :id AND browser_session = :browserSession AND expires_at > now() FOR UPDATE
                            """)
                    .param("id", key(id))
                    .param("browserSession", key(browserSession))
                    .query(Integer.class)
                    .optional()
                    .isPresent();
            if (there) {
                answers.insert(id, answers.of(id).size(), answer);
            }
            return there;
        });
    }

    @Override
    public boolean consume(String id, String browserSession) {
        return jdbc.sql("""
                                DELETE FROM pending_authorization
                                WHERE id = :id AND browser_session = :browserSession AND expires_at > now()
                                """)
                        .param("id", key(id))
                        .param("browserSession", key(browserSession))
                        .update()
                == 1;
    }

    private static PendingAuthorization pending(ResultSet row, List<Answer> answers) throws SQLException {
        String person = row.getString("person");
        return new PendingAuthorization(
                text(row, "id"),
                text(row, "browser_session"),
                new ClientId(text(row, "client")),
                FormEncoding.read(text(row, "parameters")),
                interaction(row),
                answers,
                person == null ? null : new PersonId(person),
                instant(row, "requested_at"),
                instant(row, "expires_at"));
    }

    private static Interaction interaction(ResultSet row) throws SQLException {
        return switch (text(row, "interaction")) {
            case "sign_in" -> new Interaction.SignIn();
            case "choose_patient" -> new Interaction.ChoosePatient(Set.copyOf(texts(row, "patients")));
            case "consent" ->
                new Interaction.Consent(
                        texts(row, "consent_scopes"), texts(row, "consent_cut"), text(row, "consent_patient"));
            case String other -> throw new IllegalStateException("no interaction " + other);
        };
    }

    /** An interaction spread over the columns of its row. */
    private record InteractionColumns(
            String name,
            String @Nullable [] patients,
            String @Nullable [] consentScopes,
            String @Nullable [] consentCut,
            @Nullable String consentPatient) {
        static InteractionColumns of(Interaction interaction) {
            return switch (interaction) {
                case Interaction.SignIn() -> new InteractionColumns("sign_in", null, null, null, null);
                case Interaction.ChoosePatient(var patients) ->
                    new InteractionColumns("choose_patient", array(patients), null, null, null);
                case Interaction.Consent(var scopes, var cut, String patient) ->
                    new InteractionColumns("consent", null, array(scopes), array(cut), patient);
            };
        }
    }
}
