package org.caregate.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caregate.identity.interaction.Asking;
import org.caregate.identity.page.FormError;
import org.caregate.identity.page.Navigation;
import org.caregate.identity.page.RequestIds;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.DeviceCookie;
import org.caregate.identity.session.RequestSessions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /sign-in} and {@code /sign-in/code}. */
@Controller
public final class SignInPages {
    private static final String SIGN_IN = "/sign-in";
    private static final String CODE = "/sign-in/code";

    private final RequestSessions sessions;
    private final PasswordSignIn passwords;
    private final CodeSignIn codes;
    private final DeviceCookie devices;
    private final Asking asking;
    private final Clock clock;

    /** Pages over those use cases. */
    public SignInPages(
            RequestSessions sessions,
            PasswordSignIn passwords,
            CodeSignIn codes,
            DeviceCookie devices,
            Asking asking,
            Clock clock) {
        this.sessions = sessions;
        this.passwords = passwords;
        this.codes = codes;
        this.devices = devices;
        this.asking = asking;
        this.clock = clock;
    }

    @GetMapping(SIGN_IN)
    ModelAndView signIn(
            @RequestParam(name = Navigation.PENDING, required = false) @Nullable String pending,
            HttpServletRequest request,
            HttpServletResponse response) {
        CookieSession session = sessions.findOrOpen(request, response);
        Optional<String> id = Navigation.id(pending);
        if (id.isEmpty() && session.signedIn().isPresent()) {
            return new ModelAndView(Navigation.to("/"));
        }
        if (id.isPresent() && asking.needsNoSignIn(session, id.get())) {
            return Navigation.onward(id.get(), request, response); // another tab signed in meanwhile
        }
        return page("identity/sign-in", session, id, List.of());
    }

    @PostMapping(SIGN_IN)
    ModelAndView prove(
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(name = Navigation.PENDING, required = false) @Nullable String pending,
            HttpServletRequest request,
            HttpServletResponse response) {
        CookieSession session = sessions.findOrOpen(request, response);
        Optional<String> id = Navigation.id(pending);
        List<FormError> missing = missing(username, password);
        if (!missing.isEmpty()) {
            return again(422, "identity/sign-in", response, session, id, missing, username);
        }
        SignInResult result =
                passwords.attempt(session, username, password, devices.read(request), RequestIds.exchange(request));
        return switch (result) {
            case SignInResult.Proved(CookieSession proved, var _) -> {
                sessions.replace(request, response, proved);
                yield new ModelAndView(Navigation.to(CODE, id));
            }
            case SignInResult.Refused() ->
                again(
                        422,
                        "identity/sign-in",
                        response,
                        session,
                        id,
                        List.of(new FormError("username", "The user name or the password is not right.")),
                        username);
            case SignInResult.TooMany(Duration wait) ->
                again(
                        429,
                        "identity/sign-in",
                        response,
                        session,
                        id,
                        List.of(tooMany("username", wait, response)),
                        username);
            case SignInResult.Busy(Duration wait) ->
                again(
                        503,
                        "identity/sign-in",
                        response,
                        session,
                        id,
                        List.of(busy("username", wait, response)),
                        username);
            case SignInResult.Stale() -> new ModelAndView(Navigation.to(SIGN_IN, id));
        };
    }

    @GetMapping(CODE)
    ModelAndView code(
            @RequestParam(name = Navigation.PENDING, required = false) @Nullable String pending,
            HttpServletRequest request,
            HttpServletResponse response) {
        CookieSession session = sessions.findOrOpen(request, response);
        Optional<String> id = Navigation.id(pending);
        if (session.awaitingCode(clock.instant()).isEmpty()) {
            return new ModelAndView(Navigation.to(SIGN_IN, id));
        }
        return page("identity/code", session, id, List.of());
    }

    @PostMapping(CODE)
    ModelAndView proveCode(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(name = Navigation.PENDING, required = false) @Nullable String pending,
            HttpServletRequest request,
            HttpServletResponse response) {
        CookieSession session = sessions.findOrOpen(request, response);
        Optional<String> id = Navigation.id(pending);
        if (code.isBlank()) {
            return again(
                    422,
                    "identity/code",
                    response,
                    session,
                    id,
                    List.of(new FormError("code", "Enter the code that your authenticator app shows.")),
                    "");
        }
        return switch (codes.attempt(session, code, devices.read(request), RequestIds.exchange(request))) {
            case SignInResult.Proved(CookieSession proved, Optional<String> device) -> {
                sessions.replace(request, response, proved);
                device.ifPresent(value -> devices.set(response, value));
                yield id.map(waiting -> Navigation.onward(waiting, request, response))
                        .orElseGet(() -> new ModelAndView(Navigation.to("/")));
            }
            case SignInResult.Refused() ->
                again(
                        422,
                        "identity/code",
                        response,
                        session,
                        id,
                        List.of(
                                new FormError(
                                        "code",
                                        "This code is not right, or it was used already. Wait for the next one and try again.")),
                        "");
            case SignInResult.TooMany(Duration wait) ->
                again(429, "identity/code", response, session, id, List.of(tooMany("code", wait, response)), "");
            case SignInResult.Busy(Duration wait) ->
                again(503, "identity/code", response, session, id, List.of(busy("code", wait, response)), "");
            case SignInResult.Stale() -> new ModelAndView(Navigation.to(SIGN_IN, id));
        };
    }

    private static List<FormError> missing(String username, String password) {
        List<FormError> errors = new ArrayList<>();
        if (username.isBlank()) {
            errors.add(new FormError("username", "Enter your user name."));
        }
        if (password.isEmpty()) {
            errors.add(new FormError("password", "Enter your password."));
        }
        return errors;
    }

    private static FormError tooMany(String field, Duration wait, HttpServletResponse response) {
        return new FormError(
                field, "There were too many attempts. Please wait " + words(wait, response) + " and try again.");
    }

    private static FormError busy(String field, Duration wait, HttpServletResponse response) {
        return new FormError(
                field,
                "Too many people are signing in at this moment, so nothing was checked. Please try again in "
                        + words(wait, response) + ".");
    }

    private static String words(Duration wait, HttpServletResponse response) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        response.setHeader("Retry-After", Long.toString(seconds));
        return seconds < 60
                ? seconds + (seconds == 1 ? " second" : " seconds")
                : (seconds + 59) / 60 + (seconds > 60 ? " minutes" : " minute");
    }

    private ModelAndView again(
            int status,
            String view,
            HttpServletResponse response,
            CookieSession session,
            Optional<String> pending,
            List<FormError> errors,
            String username) {
        response.setStatus(status);
        return page(view, session, pending, errors).addObject("username", username);
    }

    private ModelAndView page(String view, CookieSession session, Optional<String> pending, List<FormError> errors) {
        Optional<Asking.App> app = asking.app(session, pending);
        return new ModelAndView(view)
                .addObject("app", app.orElse(null))
                .addObject("pending", app.isPresent() ? pending.orElse(null) : null)
                .addObject("username", "")
                .addObject("errors", errors);
    }
}
