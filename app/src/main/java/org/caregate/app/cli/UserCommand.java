package org.caregate.app.cli;

import java.io.PrintWriter;
import java.util.Set;
import org.caregate.audit.entry.Action;
import org.caregate.identity.invitation.Inviting;
import org.caregate.identity.invitation.Inviting.Invited;
import org.caregate.policy.role.RoleDefinitions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Manages people. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Invites people.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class UserCommand implements Runnable {
    private static final Set<String> ROLES =
            Set.of(RoleDefinitions.PATIENT, RoleDefinitions.CLINICIAN, RoleDefinitions.ADMINISTRATOR);

    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Prints a link by which somebody gives themselves a password and one-time codes. It works once, for three days; done again"
                        + " for the same name, the earlier link stops working.",
                "Example: ./caregate user add dr.lee --name \"Dr. Morgan Lee\" --role clinician --fhir-user Practitioner/d1"
            })
    int add(
            @Parameters(paramLabel = "USERNAME", description = "What they type to sign in.") String username,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "What pages call them.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "patient, clinician or administrator.")
                    String role,
            @Option(
                            names = "--fhir-user",
                            paramLabel = "TYPE/ID",
                            description = "Their own FHIR resource, such as Practitioner/d1.")
                    @Nullable
                    String fhirUser,
            @Option(
                            names = "--patient",
                            paramLabel = "ID",
                            description = "For role patient: their own record; the same as --fhir-user Patient/ID.")
                    @Nullable
                    String patient) {
        if (fhirUser != null && patient != null) {
            throw CommandRefused.unusable("--fhir-user and --patient contradict one another: give one of them.");
        }
        try (Administration administration = Administration.open(root.configuration())) {
            Invited invited = new Invited(username, name, patient == null ? fhirUser : "Patient/" + patient, role);
            return switch (administration
                    .inviting()
                    .invite(invited, ROLES, administration.entry(Action.USER_INVITED))) {
                case Inviting.Result.Link(String path) -> {
                    PrintWriter out = spec.commandLine().getOut();
                    out.println(administration.issuer().resolve(path) + "   (works once, for three days)");
                    out.flush();
                    yield ExitStatus.OK;
                }
                case Inviting.Result.Refused(String why) -> throw CommandRefused.failed(why);
            };
        }
    }
}
