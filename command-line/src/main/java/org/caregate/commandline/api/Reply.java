package org.caregate.commandline.api;

import java.util.Locale;
import java.util.stream.Collectors;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What the API answered.
 *
 * @param json missing when there was no body
 * @param tag the ETag of what may be changed
 */
public record Reply(int status, JsonNode json, @Nullable String tag) {
    static Reply of(int status, String body, @Nullable String tag) {
        try {
            return new Reply(
                    status,
                    body.isEmpty()
                            ? MissingNode.getInstance()
                            : JsonMapper.shared().readTree(body),
                    tag);
        } catch (JacksonException e) {
            throw CommandRefused.because(
                    ExitStatus.UNREACHABLE,
                    "The answer (status " + status + ") is none of Caregate's: check --issuer.");
        }
    }

    /**
     * Itself, if it was done.
     *
     * @throws CommandRefused in one line, with the next step
     */
    Reply done() {
        if (status >= 200 && status < 300) {
            return this;
        }
        String what = json.path("title").asString("It was refused with status " + status);
        String errors = json.path("errors").isArray()
                ? json.path("errors").valueStream().map(JsonNode::asString).collect(Collectors.joining("; ", ": ", ""))
                : "";
        throw CommandRefused.because(exitStatus(), what + errors + "." + next());
    }

    private int exitStatus() {
        return switch (status) {
            case 400, 405, 413, 415, 422 -> ExitStatus.USAGE;
            case 401, 403 -> ExitStatus.REFUSED;
            case 404 -> ExitStatus.NOT_FOUND;
            case 409, 412, 428 -> ExitStatus.CONFLICT;
            case 502, 503, 504 -> ExitStatus.UNREACHABLE;
            default -> ExitStatus.FAILED;
        };
    }

    private String next() {
        return switch (status) {
            case 401 -> " Sign in again with ./caregate login.";
            case 403 ->
                json.path("type").asString("").toLowerCase(Locale.ROOT).endsWith("scope-insufficient")
                        ? " Your role or client has no right for it, or you signed in before it had: ./caregate login."
                        : "";
            case 404 -> " The matching list command shows what there is.";
            case 412 -> " Do it again.";
            case 503 -> " Try again in a moment.";
            default -> "";
        };
    }
}
