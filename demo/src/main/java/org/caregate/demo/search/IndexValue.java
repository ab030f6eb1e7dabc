package org.caregate.demo.search;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a search parameter finds at one place of a resource. */
sealed interface IndexValue {

    /** A code, identifier or boolean with the system it belongs to, if any. */
    record Token(@Nullable String system, String code) implements IndexValue {}

    /** A reference as written in the resource: {@code Type/id} or an absolute URL. */
    record Reference(String target) implements IndexValue {}

    /** A date of any precision as the interval that it covers. */
    record Date(DateRange range) implements IndexValue {}

    /** A string, folded to lower case without accents. */
    record Text(String folded, String exact) implements IndexValue {}

    /** A measured value. */
    record Quantity(
            BigDecimal value,
            @Nullable String system,
            @Nullable String code,
            @Nullable String unit) implements IndexValue {}

    /** A URI, compared as a whole. */
    record Uri(String uri) implements IndexValue {}
}
