package org.caregate.policy.decision;

import org.caregate.protocol.fhir.MalformedRequest;

/** A malformed request asks nothing that could be allowed. */
final class WellFormedRequest implements Rule {
    @Override
    public Verdict on(Question question) {
        if (!(question.parsed() instanceof MalformedRequest(MalformedRequest.Reason reason))) {
            return Verdict.notApplicable();
        }
        return Verdict.refuses(
                switch (reason) {
                    case PATH_SYNTAX, DOUBLE_ENCODED -> DenyReason.MALFORMED_PATH;
                    case TOO_LONG, TOO_MANY_PARAMETERS -> DenyReason.REQUEST_TOO_LONG;
                    case UNKNOWN_PATH -> DenyReason.UNKNOWN_PATH;
                    case INVALID_ID -> DenyReason.MALFORMED_ID;
                    case QUERY_SYNTAX -> DenyReason.MALFORMED_QUERY;
                    case REPEATED_PARAMETER -> DenyReason.PARAMETER_REPEATED;
                    case METHOD_NOT_ALLOWED -> DenyReason.METHOD_NOT_ALLOWED;
                    case NOT_ACCEPTABLE -> DenyReason.NOT_ACCEPTABLE;
                    case SEARCH_NOT_A_FORM -> DenyReason.SEARCH_NOT_A_FORM;
                    case UNSUPPORTED_MEDIA_TYPE -> DenyReason.UNSUPPORTED_MEDIA_TYPE;
                });
    }
}
