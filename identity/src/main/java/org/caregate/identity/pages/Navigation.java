package org.caregate.identity.pages;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.view.RedirectView;

/** Where pages lead: always to a path of ours, always by 303 (RFC 9700 §4.12). */
final class Navigation {
    /** The name of the parameter that carries a pending authorization's id. */
    static final String PENDING = "pending";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,6144}");

    private Navigation() {}

    /** The id of a stored request or the text of a carried one, if it looks like either; anything else is as good as none. */
    static Optional<String> id(@Nullable String parameter) {
        return Optional.ofNullable(parameter).filter(text -> ID.matcher(text).matches());
    }

    static RedirectView to(String path) {
        RedirectView view = new RedirectView(path, false, false, false);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return view;
    }

    /** To a page of sign-in, which carries the id along. */
    static RedirectView to(String path, Optional<String> pending) {
        return to(withPending(path, pending));
    }

    static String withPending(String path, Optional<String> pending) {
        return pending.map(id -> path + "?" + PENDING + "=" + id).orElse(path);
    }

    /** Back to the authorization server, which runs its checks again. */
    static RedirectView onward(String pending) {
        return to("/oauth2/authorize/continue?" + PENDING + "=" + pending);
    }
}
