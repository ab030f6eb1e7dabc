package org.caregate.storage.registry;

import static org.caregate.storage.Columns.array;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.caregate.registry.pending.Answer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people answered to a waiting authorization, a row each, in order. */
final class PendingAnswers {
    private final JdbcClient jdbc;

    PendingAnswers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Answer> of(String pending) {
        return jdbc.sql("SELECT * FROM pending_answer WHERE pending = :pending ORDER BY position")
                .param("pending", key(pending))
                .query((row, number) -> answer(row))
                .list();
    }

    void removeAll(String pending) {
        jdbc.sql("DELETE FROM pending_answer WHERE pending = :pending")
                .param("pending", pending)
                .update();
    }

    void insert(String pending, int position, Answer answer) {
        switch (answer) {
            case Answer.PatientChosen(String patient) -> insert(pending, position, "patient_chosen", patient, null);
            case Answer.ConsentGiven(Set<String> scopes) -> insert(pending, position, "consent_given", null, scopes);
            case Answer.Declined() -> insert(pending, position, "declined", null, null);
        }
    }

    private void insert(
            String pending,
            int position,
            String answer,
            @Nullable String patient,
            @Nullable Collection<String> scopes) {
        jdbc.sql("""
                        INSERT INTO pending_answer (pending, position, answer, patient, scopes)
                        VALUES (:pending, :position, :answer, :patient, :scopes)
                        """)
                .param("pending", pending)
                .param("position", position)
                .param("answer", answer)
                .param("patient", patient)
                .param("scopes", scopes == null ? null : array(scopes))
                .update();
    }

    private static Answer answer(ResultSet row) throws SQLException {
        return switch (text(row, "answer")) {
            case "patient_chosen" -> new Answer.PatientChosen(text(row, "patient"));
            case "consent_given" -> new Answer.ConsentGiven(Set.copyOf(texts(row, "scopes")));
            case "declined" -> new Answer.Declined();
            case String other -> throw new IllegalStateException("no answer " + other);
        };
    }
}
