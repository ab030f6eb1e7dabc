package org.caregate.administration.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Why a call was refused (RFC 9457); fixed text, and of the caller's own input at most its names.
 *
 * @param reason the stable code: audit reason, and in lower case the end of {@code type}
 * @param errors what is wrong with the body, each in words; empty when that is not the trouble
 */
public record ApiProblem(int status, String reason, String title, List<String> errors) {
    public ApiProblem {
        errors = List.copyOf(errors);
    }

    public static ApiProblem of(int status, String reason, String title) {
        return new ApiProblem(status, reason, title, List.of());
    }

    public static ApiProblem notFound() {
        return of(404, "NOT_FOUND", "There is nothing of that name");
    }

    public static ApiProblem outdated() {
        return of(412, "PRECONDITION_FAILED", "It has changed since it was read: read it again");
    }

    public static ApiProblem precondition() {
        return of(428, "PRECONDITION_REQUIRED", "If-Match must name the ETag that was read");
    }

    public static ApiProblem badQuery(String name) {
        return new ApiProblem(400, "QUERY_MALFORMED", "The query cannot be used", List.of(name));
    }

    public static ApiProblem badBody(List<String> errors) {
        return new ApiProblem(422, "BODY_INVALID", "The body cannot be used", errors);
    }

    /** No one gives away a right they lack. */
    public static ApiProblem beyondOwnRights() {
        return of(403, "BEYOND_OWN_RIGHTS", "It holds rights that you do not");
    }

    ApiResponse response() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "type",
                "urn:caregate:problem:" + reason.toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("title", title);
        json.put("status", status);
        if (!errors.isEmpty()) {
            json.put("errors", errors);
        }
        return ApiResponse.json(status, "application/problem+json", JSONObjectUtils.toJSONString(json));
    }
}
