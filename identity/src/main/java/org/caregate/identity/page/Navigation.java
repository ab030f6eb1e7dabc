package org.caregate.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Where pages lead: always to a path of this issuer, always by 303 (RFC 9700 §4.12). */
public final class Navigation {
    /** The name of the parameter that carries a pending authorization's id. */
    public static final String PENDING = "pending";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,6144}");

    private Navigation() {}

    /** The id of a stored request or the text of a carried one, if it looks like either; anything else is as good as none. */
    public static Optional<String> id(@Nullable String parameter) {
        return Optional.ofNullable(parameter).filter(text -> ID.matcher(text).matches());
    }

    public static RedirectView to(String path) {
        RedirectView view = new RedirectView(path, false, false, false);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return view;
    }

    /** To a page of sign-in, which carries the id along. */
    public static RedirectView to(String path, Optional<String> pending) {
        return to(withPending(path, pending));
    }

    public static String withPending(String path, Optional<String> pending) {
        return pending.map(id -> path + "?" + PENDING + "=" + id).orElse(path);
    }

    /** Back to the authorization server with a carried request that was declined before anyone signed in. */
    public static ModelAndView declined(String carried, HttpServletRequest request, HttpServletResponse response) {
        return leaving("/oauth2/authorize/continue?" + PENDING + "=" + carried + "&declined=true", request, response);
    }

    /** Back to the authorization server, which runs its checks again. */
    public static ModelAndView onward(String pending, HttpServletRequest request, HttpServletResponse response) {
        return leaving("/oauth2/authorize/continue?" + PENDING + "=" + pending, request, response);
    }

    /**
     * To a path of this issuer from which the browser may be sent to an app. Browsers hold the redirects after a form against the page's
     * {@code form-action}, which can name neither every app's address (an IPv6 host) nor where an app goes on to; so the form is
     * answered with a page, and the page goes on by itself (HTML, the {@code Refresh} header). A client that does not ask for HTML is
     * redirected.
     */
    private static ModelAndView leaving(String path, HttpServletRequest request, HttpServletResponse response) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null || !accept.toLowerCase(Locale.ROOT).contains(MediaType.TEXT_HTML_VALUE)) {
            return new ModelAndView(to(path));
        }
        response.setHeader("Refresh", "0; url=" + path);
        return new ModelAndView("identity/onward").addObject("path", path);
    }
}
