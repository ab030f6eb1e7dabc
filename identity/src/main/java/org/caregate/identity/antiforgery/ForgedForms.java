package org.caregate.identity.antiforgery;

import static org.caregate.audit.entry.Outcome.REFUSED;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.caregate.audit.entry.Action;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.page.ErrorPages;
import org.caregate.identity.page.ErrorPages.Shown;
import org.caregate.identity.page.Navigation;
import org.caregate.identity.page.RequestIds;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Answers a form without its session's token: forged by another site, or open since before the last sign-in. */
public final class ForgedForms implements AccessDeniedHandler {
    private static final String QUESTION = "/interaction/";

    private final ErrorPages errors;
    private final StaleForms stale;
    private final StrangersLog strangers;
    private final Clock clock;

    /** Refusals shown and recorded there. */
    public ForgedForms(ErrorPages errors, StaleForms stale, StrangersLog strangers, Clock clock) {
        this.errors = errors;
        this.stale = stale;
        this.strangers = strangers;
        this.clock = clock;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        String path = request.getRequestURI();
        AuditedRequest exchange = RequestIds.exchange(request);
        strangers.refused(exchange.entry(clock, action(path), REFUSED)
                .reason(denied instanceof CsrfException ? "FORM_TOKEN_WRONG" : "FACTOR_MISSING")
                .build());
        Optional<String> onward = denied instanceof CsrfException ? stale.onward(request, response) : Optional.empty();
        if (onward.isPresent()) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", onward.get());
            return;
        }
        errors.send(
                request,
                response,
                Shown.of(
                                403,
                                "Please open the page again",
                                "This form was open too long, or it did not come from this page. Nothing was changed.")
                        .leadingTo(back(path, request), "Open the page again"));
    }

    /** No one is signed in: sign-in comes first, and the question again after it. */
    public void signInFirst(HttpServletRequest request, HttpServletResponse response, AuthenticationException missing) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", Navigation.withPending("/sign-in", question(request.getRequestURI())));
    }

    private static Action action(String path) {
        if (path.endsWith("/consent") || path.endsWith("/decline")) {
            return Action.CONSENT;
        }
        if (path.endsWith("/patient")) {
            return Action.PATIENT_CHOSEN;
        }
        return switch (path) {
            case "/sign-out" -> Action.SIGN_OUT;
            case "/sign-in/code" -> Action.SECOND_FACTOR;
            default -> Action.SIGN_IN;
        };
    }

    private static String back(String path, HttpServletRequest request) {
        Optional<String> question = question(path);
        if (question.isPresent()) {
            return "/interaction/" + question.get();
        }
        Optional<String> pending = Navigation.id(request.getParameter(Navigation.PENDING));
        return path.startsWith("/sign-in") ? Navigation.withPending("/sign-in", pending) : "/";
    }

    private static Optional<String> question(String path) {
        return path.startsWith(QUESTION)
                ? Navigation.id(path.substring(QUESTION.length()).replaceFirst("/.*", ""))
                : Optional.empty();
    }
}
