package org.caregate.identity.pages;

import static org.caregate.audit.entry.Outcome.REFUSED;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.identity.Exchange;
import org.caregate.identity.pages.ErrorPages.Shown;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Answers a form without its session's token: forged by another site, or open since before the last sign-in. */
public final class ForgedForms implements AccessDeniedHandler {
    private final ErrorPages errors;
    private final AuditLog audit;
    private final Clock clock;

    /** Refusals shown and recorded there. */
    public ForgedForms(ErrorPages errors, AuditLog audit, Clock clock) {
        this.errors = errors;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        String path = request.getRequestURI();
        Exchange exchange = RequestIds.exchange(request);
        audit.record(exchange.entry(clock, action(path), REFUSED)
                .reason(denied instanceof CsrfException ? "FORM_TOKEN_WRONG" : "FACTOR_MISSING")
                .build());
        errors.send(
                request,
                response,
                Shown.of(
                                403,
                                "Please open the page again",
                                "This form was open too long, or it did not come from this page. Nothing was changed.")
                        .leadingTo(back(path, request), "Open the page again"));
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
        if (path.startsWith("/interaction/")) {
            String id = path.substring("/interaction/".length()).replaceFirst("/.*", "");
            return Navigation.id(id).map(known -> "/interaction/" + known).orElse("/");
        }
        Optional<String> pending = Navigation.id(request.getParameter(Navigation.PENDING));
        return path.startsWith("/sign-in") ? Navigation.withPending("/sign-in", pending) : "/";
    }
}
