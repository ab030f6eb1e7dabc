package org.caregate.commandline.login;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.caregate.administration.client.CommandLineClient;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.login.LoginFile.Login;

/** The token of who signed in, refreshed when it is nearly over (RFC 6749 §6). */
public final class StoredTokens implements TokenSource {
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final HttpClient http;
    private final LoginFile file;
    private final Clock clock;
    private Login login;

    public StoredTokens(HttpClient http, LoginFile file, Login login, Clock clock) {
        this.http = http;
        this.file = file;
        this.login = login;
        this.clock = clock;
    }

    @Override
    public String token(String scope) {
        if (clock.instant().plus(MARGIN).isBefore(login.expiresAt())) {
            return login.accessToken();
        }
        String refresh = login.refreshToken();
        if (refresh == null) {
            throw over();
        }
        Issuer.Answer answer = Issuer.discover(http, login.issuer())
                .post(
                        "token_endpoint",
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "refresh_token",
                                refresh,
                                "client_id",
                                CommandLineClient.ID.value()));
        if (answer.status() >= 500) {
            throw CommandRefused.because(
                    ExitStatus.UNREACHABLE, login.issuer() + " cannot answer now: try again in a moment.");
        }
        if (answer.status() != 200) {
            throw over();
        }
        login = login(login, answer, clock.instant());
        file.write(login);
        return login.accessToken();
    }

    static Login login(Login of, Issuer.Answer answer, Instant now) {
        String rotated = answer.json().path("refresh_token").asString("");
        return new Login(
                of.issuer(),
                of.authorities(),
                answer.json().path("access_token").asString(""),
                now.plusSeconds(answer.json().path("expires_in").asLong(0)),
                rotated.isEmpty() ? of.refreshToken() : rotated);
    }

    private static CommandRefused over() {
        return CommandRefused.because(
                ExitStatus.REFUSED, "You are no longer signed in: sign in again with ./caregate login.");
    }
}
