package org.caregate.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.caregate.identity.page.ErrorPages.Shown;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Requests that no page serves: an unknown path, another method, a parameter that is missing. */
@ControllerAdvice
public final class Unservable {
    private final RefusedMessages refused;

    /** Refused there. */
    public Unservable(RefusedMessages refused) {
        this.refused = refused;
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
        refused.refuse(
                request,
                response,
                "NO_SUCH_ADDRESS",
                Shown.of(404, "There is no such page", "The address may be mistyped.")
                        .leadingTo("/", "Go to the start page"));
    }

    @ExceptionHandler
    void wrongMethod(
            HttpRequestMethodNotSupportedException wrong, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String[] supported = wrong.getSupportedMethods();
        if (supported != null) {
            response.setHeader("Allow", String.join(", ", supported));
        }
        refused.refuse(
                request,
                response,
                "METHOD_NOT_ALLOWED",
                Shown.of(405, "This page cannot do that", "It was called in a way it does not know.")
                        .leadingTo("/", "Go to the start page"));
    }

    @ExceptionHandler({ServletRequestBindingException.class, ErrorResponseException.class})
    void incomplete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        refused.refuse(
                request,
                response,
                "FORM_INCOMPLETE",
                Shown.of(
                        400, "Something is missing", "The form arrived incomplete. Please go back and send it again."));
    }
}
