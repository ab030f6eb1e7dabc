package org.caregate.administration.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a call comes to. */
public sealed interface CallResult {
    /**
     * Done.
     *
     * @param json empty for no body
     * @param tag the ETag, when the body is one thing that can be changed
     * @param location where what was made is found
     */
    record Done(
            int status,
            String json,
            @Nullable String tag,
            @Nullable String location) implements CallResult {}

    /** Refused; nothing was changed. */
    record Refused(ApiProblem problem) implements CallResult {}

    static CallResult ok(Map<String, Object> json) {
        return new Done(200, JSONObjectUtils.toJSONString(json), null, null);
    }

    static CallResult ok(Map<String, Object> json, String tag) {
        return new Done(200, JSONObjectUtils.toJSONString(json), tag, null);
    }

    static CallResult created(Map<String, Object> json, @Nullable String tag, String location) {
        return new Done(201, JSONObjectUtils.toJSONString(json), tag, location);
    }

    static CallResult noContent() {
        return new Done(204, "", null, null);
    }

    static CallResult refused(ApiProblem problem) {
        return new Refused(problem);
    }

    /** A strong entity tag (RFC 9110 §8.8.3) of everything that makes up the state. */
    static String tag(String state) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
            return '"'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(digest)
                            .substring(0, 22)
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** One page of a list, and where the next begins if there is one. */
    static Map<String, Object> page(List<Map<String, Object>> items, @Nullable String next) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", items);
        if (next != null) {
            json.put("next", next);
        }
        return json;
    }
}
