package org.caregate.identity.invitation;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.caregate.identity.invitation.Acceptance.Step;
import org.caregate.identity.page.ErrorPages;
import org.caregate.identity.page.ErrorPages.Shown;
import org.caregate.identity.page.FormError;
import org.caregate.identity.page.Navigation;
import org.caregate.identity.page.RequestIds;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.identity.session.AuthenticatedPerson;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.DeviceCookie;
import org.caregate.identity.session.RequestSessions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /invitation}: a password, then the second factor, for anyone who holds a link. Plain forms that need no script. */
@Controller
public final class InvitationPages {
    private static final String PASSWORD = "/invitation/password";
    private static final String CODE = "/invitation/code";
    private static final Shown GONE = Shown.of(
            410,
            "This link does not work any more",
            "It was used, replaced by a newer one or withdrawn, or its time is over. Ask the person who sent it for a new one.");

    private final RequestSessions sessions;
    private final Acceptance acceptance;
    private final DeviceCookie devices;
    private final ErrorPages errors;

    /** Pages over that use case. */
    public InvitationPages(RequestSessions sessions, Acceptance acceptance, DeviceCookie devices, ErrorPages errors) {
        this.devices = devices;
        this.sessions = sessions;
        this.acceptance = acceptance;
        this.errors = errors;
    }

    @GetMapping(Inviting.PATH)
    @Nullable
    ModelAndView open(
            @RequestParam(defaultValue = "") String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        sessions.findOrOpen(request, response); // the forms' anti-forgery tokens hang on it
        return switch (acceptance.step(token)) {
            case Step.Gone() -> gone(request, response);
            case Step.Password(Invitation invitation) -> passwordPage(token, invitation, "", "", List.of());
            case Step.Code code -> codePage(token, code, List.of());
        };
    }

    @PostMapping(PASSWORD)
    @Nullable
    ModelAndView choose(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String displayName,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        List<FormError> wrong = new ArrayList<>();
        if (!password.equals(again)) {
            wrong.add(new FormError("again", "The two passwords are not the same."));
        } else {
            switch (acceptance.choose(token, username, displayName, password)) {
                case Acceptance.Result.Done() -> {
                    return new ModelAndView(Navigation.to(Inviting.PATH + "?token=" + token));
                }
                case Acceptance.Result.Refused(String field, String why) -> wrong.add(new FormError(field, why));
                case Acceptance.Result.Gone() -> {
                    return gone(request, response);
                }
            }
        }
        response.setStatus(422);
        return switch (acceptance.step(token)) {
            case Step.Gone() -> gone(request, response);
            case Step.Password(Invitation invitation) -> passwordPage(token, invitation, username, displayName, wrong);
            case Step.Code code -> passwordPage(token, code.invitation(), username, displayName, wrong);
        };
    }

    @PostMapping(CODE)
    @Nullable
    ModelAndView prove(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Step before = acceptance.step(token);
        return switch (acceptance.prove(
                token,
                code,
                sessions.find(request).flatMap(CookieSession::signedIn).map(AuthenticatedPerson::person),
                RequestIds.exchange(request))) {
            case Acceptance.Result.Done() -> {
                if (before instanceof Step.Code enrolled) {
                    devices.remember(request, response, enrolled.invitation().person());
                }
                yield new ModelAndView(Navigation.to("/invitation/done"));
            }
            case Acceptance.Result.Gone() -> gone(request, response);
            case Acceptance.Result.Refused(String field, String why) -> {
                if (!(acceptance.step(token) instanceof Step.Code still)) {
                    yield gone(request, response);
                }
                response.setStatus(422);
                yield codePage(token, still, List.of(new FormError(field, why)));
            }
        };
    }

    @GetMapping("/invitation/done")
    ModelAndView done() {
        return new ModelAndView("identity/invitation-done");
    }

    private @Nullable ModelAndView gone(HttpServletRequest request, HttpServletResponse response) throws IOException {
        errors.send(request, response, GONE);
        return null;
    }

    private static ModelAndView passwordPage(
            String token, Invitation invitation, String username, String displayName, List<FormError> wrong) {
        boolean setUp = invitation.kind() == Invitation.Kind.SET_UP;
        return new ModelAndView("identity/invitation-password")
                .addObject("token", token)
                .addObject("setUp", setUp)
                .addObject("reset", invitation.kind() == Invitation.Kind.RESET)
                .addObject(
                        "username",
                        invitation.username() == null || setUp
                                ? username
                                : invitation.username().value())
                .addObject("displayName", setUp ? displayName : invitation.displayName())
                .addObject("wrong", wrong.stream().map(FormError::field).toList())
                .addObject("errors", wrong);
    }

    private static ModelAndView codePage(String token, Step.Code code, List<FormError> wrong) {
        String uri = Totp.enrolmentUri(code.seed(), "Caregate", code.username().value());
        return new ModelAndView("identity/invitation-code")
                .addObject("token", token)
                .addObject("qr", QrCode.of(uri))
                .addObject("uri", uri)
                .addObject("seed", code.seed().replaceAll("(.{4})(?=.)", "$1 "))
                .addObject("username", code.username().value())
                .addObject("errors", wrong);
    }
}
