package org.caregate.commandline;

import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Map;
import java.util.function.Function;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Revokes; every gateway refuses within a second. */
@Command(name = "revoke", description = "Revokes tokens and grants. Every gateway refuses them within a second.")
final class RevokeCommand extends CommandGroup {
    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = {"Revokes one access token.", "Example: ./caregate revoke token \"$TOKEN\""})
    int token(
            @Parameters(paramLabel = "VALUE", description = "The token, or its jti.") String value,
            @Mixin CallOptions options) {
        return revoke("token", calls -> tokenId(value), options);
    }

    @Command(
            name = "grant",
            mixinStandardHelpOptions = true,
            description = {"Revokes a grant and everything issued under it.", "Example: ./caregate revoke grant 5f3c..."
            })
    int grant(
            @Parameters(paramLabel = "VALUE", description = "The grant's id.") String value,
            @Mixin CallOptions options) {
        return revoke("grant", calls -> value, options);
    }

    @Command(
            name = "client",
            mixinStandardHelpOptions = true,
            description = {
                "Revokes everything issued to a client so far.",
                "Example: ./caregate revoke client growth-chart"
            })
    int client(
            @Parameters(paramLabel = "VALUE", description = "The client id.") String value,
            @Mixin CallOptions options) {
        return revoke("client", calls -> value, options);
    }

    @Command(
            name = "person",
            mixinStandardHelpOptions = true,
            description = {
                "Revokes everything issued for a person so far, and ends their browser sessions.",
                "Example: ./caregate revoke person dr.lee"
            })
    int person(
            @Parameters(paramLabel = "VALUE", description = "The user name or the opaque id.") String value,
            @Mixin CallOptions options) {
        return revoke("person", calls -> UserCommand.id(calls, value), options);
    }

    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            description = {
                "Revokes everything signed by a leaked key and by the older keys of its use. A new key takes over immediately.",
                "Example: ./caregate revoke key \"$KID\""
            })
    int key(
            @Parameters(paramLabel = "KID", description = "The key id, from keys list.") String kid,
            @Mixin CallOptions options) {
        return revoke("key", calls -> kid, options);
    }

    @Command(
            name = "before",
            mixinStandardHelpOptions = true,
            description = {
                "Revokes everything issued up to a time. Use it after restoring a database that lacks recent revocations.",
                "Example: ./caregate revoke before 2026-11-23T12:00:00Z"
            })
    int before(
            @Parameters(paramLabel = "TIME", description = "A time in the past, such as 2026-11-23T12:00:00Z.")
                    String time,
            @Mixin CallOptions options) {
        return revoke("before", calls -> time, options);
    }

    /** The token's own name is all that is read of it: whether we issued it does not matter for refusing it. */
    static String tokenId(String value) {
        if (value.isBlank()) {
            throw CommandRefused.unusable("The token, or its jti, is empty.");
        }
        if (value.chars().filter(c -> c == '.').count() != 2) {
            return value;
        }
        try {
            String jti = SignedJWT.parse(value).getJWTClaimsSet().getJWTID();
            if (jti != null) {
                return jti;
            }
        } catch (ParseException e) {
            throw CommandRefused.unusable("This looks like a token but is none; give the whole token or its jti.");
        }
        throw CommandRefused.unusable("This token has no jti, so Caregate did not issue it.");
    }

    private int revoke(String kind, Function<Calls, String> value, CallOptions options) {
        try (Calls calls = open(options)) {
            String named = value.apply(calls);
            if (named.isBlank() || named.length() > 200) {
                throw CommandRefused.unusable("VALUE has 1 to 200 characters.");
            }
            JsonNode done = calls.send("POST", "/revocations", Map.of("kind", kind, "value", named))
                    .json();
            if (!done.path("revoked").asBoolean()) {
                throw CommandRefused.because(ExitStatus.NOT_FOUND, "There is nothing of that name to revoke.");
            }
            long grants = done.path("grants").asLong();
            long sessions = done.path("sessions").asLong();
            return calls.say(
                    "Revoked (version " + done.path("version").asLong()
                            + (grants == 0 ? "" : ", " + grants + " grants ended")
                            + (sessions == 0 ? "" : ", " + sessions + " browser sessions ended") + ").",
                    done);
        }
    }
}
