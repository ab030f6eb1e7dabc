package org.caregate.storage;

import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between our types and PostgreSQL's, the same way in every adapter. */
public final class Columns {
    private Columns() {}

    /**
     * A key to look for. PostgreSQL's text holds no NUL and refuses one; a stranger's key that has one names nothing, so it is looked
     * for as a text that none of our keys is.
     */
    public static String key(String value) {
        return value.indexOf('\0') < 0 ? value : value.replace('\0', '\uffff');
    }

    /** To the microsecond, which is what PostgreSQL keeps; it would round up, into the future. */
    public static OffsetDateTime timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    public static @Nullable OffsetDateTime timestampOrNull(@Nullable Instant instant) {
        return instant == null ? null : timestamp(instant);
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instantOrNull(row, column), column);
    }

    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    public static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    public static byte[] bytes(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getBytes(column), column);
    }

    public static String[] array(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }

    public static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = Objects.requireNonNull(row.getArray(column), column);
        return List.of((String[]) array.getArray());
    }

    public static @Nullable URI uriOrNull(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? null : URI.create(value);
    }

    public static @Nullable String textOrNull(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
