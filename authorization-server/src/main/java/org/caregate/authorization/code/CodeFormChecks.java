package org.caregate.authorization.code;

import java.util.List;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.TokenCheck;

/** The demands on the form of a redemption, before any code is looked at or used up. */
final class CodeFormChecks {
    static final List<TokenCheck<Parameters>> IN_ORDER =
            List.of(new CodePresent(), new RedirectUriPresent(), new WellFormedCodeVerifier());

    private CodeFormChecks() {}
}
