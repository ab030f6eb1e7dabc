package org.caregate.administration.audit;

import static org.caregate.protocol.scope.AdminScope.AUDIT_READ;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.caregate.administration.http.ApiProblem;
import org.caregate.administration.http.Call;
import org.caregate.administration.http.CallResult;
import org.caregate.administration.http.Route;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.rendering.EntryJson;
import org.caregate.audit.search.AuditQuery;
import org.jspecify.annotations.Nullable;

/** {@code /audit/entries}: the log as one searches it, newest first. Who searched for what is an entry of its own. */
public final class AuditRoutes {
    private final SearchAudit search;

    public AuditRoutes(SearchAudit search) {
        this.search = search;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(Route.list(
                "/audit/entries",
                AUDIT_READ,
                List.of(
                        "person",
                        "username",
                        "patient",
                        "resource",
                        "client",
                        "exchange",
                        "action",
                        "outcome",
                        "from",
                        "until"),
                this::find));
    }

    private CallResult find(Call call) {
        AuditQuery query;
        try {
            query = query(call);
        } catch (Unusable unusable) {
            return CallResult.refused(ApiProblem.badQuery(unusable.parameter));
        }
        return CallResult.ok(Call.page(
                search.search(query, call.operator()),
                call.limit(),
                AuditRoutes::json,
                entry -> entry.id().toString()));
    }

    private static AuditQuery query(Call call) throws Unusable {
        Map<String, String> given = call.query();
        return new AuditQuery(
                given.get("person"),
                given.get("patient"),
                given.get("resource"),
                given.get("username"),
                given.get("client"),
                given.get("exchange"),
                read(given, "action", word -> among(Action.values(), Action::word, word)),
                read(given, "outcome", word -> among(Outcome.values(), Outcome::word, word)),
                read(given, "from", AuditRoutes::time),
                read(given, "until", AuditRoutes::time),
                before(call.after()),
                call.limit() + 1);
    }

    private static @Nullable UUID before(@Nullable String cursor) throws Unusable {
        try {
            return cursor == null ? null : UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw new Unusable("cursor");
        }
    }

    private static <T> @Nullable T read(Map<String, String> given, String name, Function<String, Optional<T>> reader)
            throws Unusable {
        String text = given.get(name);
        if (text == null) {
            return null;
        }
        return reader.apply(text).orElseThrow(() -> new Unusable(name));
    }

    private static <T> Optional<T> among(T[] values, Function<T, String> word, String wanted) {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(wanted))
                .findFirst();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> json(FoundEntry entry) {
        try {
            return JSONObjectUtils.parse(EntryJson.of(entry));
        } catch (ParseException e) {
            throw new IllegalStateException("an entry was not rendered as JSON", e);
        }
    }

    /** A parameter that cannot be used. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String parameter;

        Unusable(String parameter) {
            super(parameter, null, false, false);
            this.parameter = parameter;
        }
    }
}
