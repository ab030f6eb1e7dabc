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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

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
    public void add(PendingAuthorization pending) {
        transactions.inTransaction(() -> {
            columns(jdbc.sql("""
                                    INSERT INTO pending_authorization (id, browser_session, client, parameters, interaction,
                                        patients, consent_scopes, consent_cut, consent_patient, person, requested_at, expires_at)
                                    VALUES (:id, :browserSession, :client, :parameters, :interaction,
                                        :patients, :consentScopes, :consentCut, :consentPatient, :person, :requestedAt, :expiresAt)
                                    """), pending)
                    .param("client", pending.client().value())
                    .param("parameters", FormEncoding.write(pending.parameters()))
                    .param("requestedAt", timestamp(pending.requestedAt()))
                    .param("expiresAt", timestamp(pending.expiresAt()))
                    .update();
            insertAnswers(pending);
        });
    }

    @Override
    public boolean replace(PendingAuthorization pending) {
        return transactions.inTransaction(() -> {
            boolean there = columns(jdbc.sql("""
                                            UPDATE pending_authorization SET interaction = :interaction, patients = :patients,
                                                consent_scopes = :consentScopes, consent_cut = :consentCut,
                                                consent_patient = :consentPatient, person = :person
                                            WHERE id = :id AND browser_session = :browserSession AND expires_at > now()
                                            """), pending).update() == 1;
            if (there) {
                answers.removeAll(pending.id());
                insertAnswers(pending);
            }
            return there;
        });
    }

    private void insertAnswers(PendingAuthorization pending) {
        for (int position = 0; position < pending.answers().size(); position++) {
            answers.insert(pending.id(), position, pending.answers().get(position));
        }
    }

    private static StatementSpec columns(StatementSpec statement, PendingAuthorization pending) {
        InteractionColumns interaction = InteractionColumns.of(pending.interaction());
        return statement
                .param("id", pending.id())
                .param("browserSession", pending.browserSession())
                .param("interaction", interaction.name())
                .param("patients", interaction.patients())
                .param("consentScopes", interaction.consentScopes())
                .param("consentCut", interaction.consentCut())
                .param("consentPatient", interaction.consentPatient())
                .param("person", textOrNull(pending.person()));
    }

    @Override
    public Optional<PendingAuthorization> find(String id, String browserSession) {
        return found(id, browserSession, "");
    }

    @Override
    public Optional<PendingAuthorization> lock(String id, String browserSession) {
        return found(id, browserSession, " FOR UPDATE");
    }

    private Optional<PendingAuthorization> found(String id, String browserSession, String lock) {
        return jdbc.sql("""
                        SELECT * FROM pending_authorization
                        WHERE id = :id AND browser_session = :browserSession AND expires_at > now()""" + lock)
                .param("id", key(id))
                .param("browserSession", key(browserSession))
                .query((row, number) -> pending(row, answers.of(id)))
                .optional();
    }

    @Override
    public boolean answer(String id, String browserSession, Answer answer) {
        return transactions.inTransaction(() -> {
            // The row's lock keeps two answers from taking the same place.
            Optional<PendingAuthorization> there = lock(id, browserSession);
            there.ifPresent(pending -> answers.insert(id, pending.answers().size(), answer));
            return there.isPresent();
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

    @Override
    public int handOver(String browserSession, String successor) {
        return transactions.inTransaction(() -> {
            List<String> ids = locked("browser_session = :value", key(browserSession));
            ids.forEach(answers::removeAll);
            return changed("""
                    UPDATE pending_authorization SET browser_session = :successor, person = NULL, interaction = 'sign_in',
                        patients = NULL, consent_scopes = NULL, consent_cut = NULL, consent_patient = NULL
                    WHERE id = ANY (:ids)""", ids, statement -> statement.param("successor", successor));
        });
    }

    @Override
    public int endAllOf(ClientId client) {
        return endAll("client = :value", key(client.value()));
    }

    @Override
    public int endAllOf(PersonId person) {
        return endAll("person = :value", key(person.value()));
    }

    @Override
    public int endAllRequestedUpTo(Instant time) {
        return endAll("requested_at <= :value", timestamp(time));
    }

    private int endAll(String condition, Object value) {
        return transactions.inTransaction(() -> changed(
                "DELETE FROM pending_authorization WHERE id = ANY (:ids)",
                locked(condition, value),
                statement -> statement));
    }

    /** In the order of their ids, so that two who end several do not wait for one another. */
    private List<String> locked(String condition, Object value) {
        return jdbc.sql("SELECT id FROM pending_authorization WHERE " + condition + " ORDER BY id FOR UPDATE")
                .param("value", value)
                .query((row, number) -> text(row, "id"))
                .list();
    }

    private int changed(String sql, List<String> ids, UnaryOperator<StatementSpec> parameters) {
        return ids.isEmpty()
                ? 0
                : parameters.apply(jdbc.sql(sql).param("ids", array(ids))).update();
    }

    private static PendingAuthorization pending(ResultSet row, List<Answer> answers) throws SQLException {
        String person = row.getString("person");
        return PendingAuthorization.builder()
                .id(text(row, "id"))
                .browserSession(text(row, "browser_session"))
                .client(new ClientId(text(row, "client")))
                .parameters(FormEncoding.read(text(row, "parameters")))
                .interaction(interaction(row))
                .answers(answers)
                .person(person == null ? null : new PersonId(person))
                .requestedAt(instant(row, "requested_at"))
                .expiresAt(instant(row, "expires_at"))
                .build();
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
