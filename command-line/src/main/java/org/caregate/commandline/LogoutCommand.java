package org.caregate.commandline;

import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.util.concurrent.Callable;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.login.Issuer;
import org.caregate.commandline.login.LoginFile;
import org.caregate.commandline.login.LoginFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends the login of the command line. */
@Command(
        name = "logout",
        mixinStandardHelpOptions = true,
        description = {"Deletes the stored login and revokes its tokens.", "Example: ./caregate logout"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LogoutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        LoginFile file = LoginFile.usual();
        boolean was = file.read()
                .map(login -> {
                    try (HttpClient http = Issuer.trusting(login.authorities())) {
                        return LoginFlow.end(http, file);
                    }
                })
                .orElse(false);
        out.println(was ? "You are signed out." : "You were not signed in.");
        out.flush();
        return ExitStatus.OK;
    }
}
