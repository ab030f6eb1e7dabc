package org.caregate.app.cli;

import com.nimbusds.jwt.SignedJWT;
import java.io.PrintWriter;
import java.text.ParseException;
import java.util.function.Function;
import org.caregate.administration.revocation.RevocationOrder;
import org.caregate.administration.revocation.RevocationOutcome;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Revokes; every gateway refuses within a second. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Revokes what was issued; every gateway refuses it within a second.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RevokeCommand implements Runnable {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(name = "token", mixinStandardHelpOptions = true, description = "One access token.")
    int token(@Parameters(paramLabel = "VALUE", description = "The token, or its jti.") String value) {
        String jti = tokenId(value);
        return revoke(administration -> new RevocationOrder.OfToken(jti));
    }

    @Command(name = "grant", mixinStandardHelpOptions = true, description = "A grant and everything issued under it.")
    int grant(@Parameters(paramLabel = "VALUE", description = "The grant's id.") String value) {
        return revoke(administration -> new RevocationOrder.OfGrant(new GrantId(given(value))));
    }

    @Command(
            name = "client",
            mixinStandardHelpOptions = true,
            description = "Everything a client was issued up to now.")
    int client(@Parameters(paramLabel = "VALUE", description = "The client id.") String value) {
        return revoke(administration -> new RevocationOrder.OfClient(new ClientId(given(value))));
    }

    @Command(
            name = "person",
            mixinStandardHelpOptions = true,
            description = "Everything issued for a person up to now, and their browser sessions.")
    int person(@Parameters(paramLabel = "VALUE", description = "The user name, or the opaque id.") String value) {
        return revoke(administration ->
                new RevocationOrder.OfPerson(new PersonId(AuditSearchCommand.personId(administration, given(value)))));
    }

    /** The token's own name is all that is read of it: whether it is one of ours does not matter for refusing it. */
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
        throw CommandRefused.unusable("This token has no jti, so it is none of ours.");
    }

    private static String given(String value) {
        if (value.isBlank() || value.length() > 200) {
            throw CommandRefused.unusable("VALUE has 1 to 200 characters.");
        }
        return value;
    }

    private int revoke(Function<Administration, RevocationOrder> order) {
        PrintWriter out = spec.commandLine().getOut();
        try (Administration administration = Administration.open(root.configuration())) {
            return switch (administration.revoking().revoke(order.apply(administration), administration.operator())) {
                case RevocationOutcome.Revoked(long version, int grants, int sessions) -> {
                    out.println("Revoked (version " + version
                            + (grants == 0 ? "" : ", " + grants + " grants ended")
                            + (sessions == 0 ? "" : ", " + sessions + " browser sessions ended") + ").");
                    out.flush();
                    yield ExitStatus.OK;
                }
                case RevocationOutcome.NothingToRevoke() ->
                    throw CommandRefused.failed("There is nothing of that name to revoke.");
            };
        }
    }
}
