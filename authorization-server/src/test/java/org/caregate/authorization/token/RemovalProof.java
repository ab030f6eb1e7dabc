package org.caregate.authorization.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caregate.protocol.error.ProtocolError;

/** Takes each check out of its list in turn and demands that a request it alone refuses notices. */
public final class RemovalProof {
    private RemovalProof() {}

    /** The reason of the first refusal, or "passes". */
    public static <A> String reason(List<TokenCheck<A>> checks, A attempt) {
        return TokenCheck.first(checks, attempt).map(ProtocolError::reason).orElse("passes");
    }

    /**
     * Proves the list.
     *
     * @param refused for each check, by the simple name of its class, a request that it decides
     */
    public static <A> void prove(List<TokenCheck<A>> checks, A good, Map<String, A> refused) {
        assertThat(reason(checks, good)).isEqualTo("passes");
        for (int i = 0; i < checks.size(); i++) {
            List<TokenCheck<A>> fewer = new ArrayList<>(checks);
            String removed = fewer.remove(i).getClass().getSimpleName();
            A attempt = refused.get(removed);
            if (attempt == null) {
                throw new AssertionError("no request that " + removed + " refuses");
            }
            assertThat(reason(checks, attempt)).as("refused by %s", removed).isNotEqualTo("passes");
            assertThat(reason(fewer, attempt)).as("without %s", removed).isNotEqualTo(reason(checks, attempt));
        }
    }
}
