package org.caregate.identity.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.caregate.identity.interaction.Answers;
import org.caregate.identity.session.BrowserSession;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.Clients;
import org.caregate.registry.pending.PendingAuthorization;
import org.jspecify.annotations.Nullable;

/** Tells a page which app asks, and lets the page's forms lead back to it. */
public final class Asking {
    private final Answers answers;
    private final Clients clients;

    /** Apps registered there. */
    public Asking(Answers answers, Clients clients) {
        this.answers = answers;
        this.clients = clients;
    }

    /**
     * The app that asks.
     *
     * @param name as registered
     * @param site where the browser goes afterwards
     * @param longest how long it may keep access without using it, by its profile
     */
    public record App(String name, String site, Duration longest) {}

    /** The app behind a pending authorization of this browser. */
    Optional<App> app(HttpServletRequest request, BrowserSession session, Optional<String> pending) {
        return pending.flatMap(id -> answers.find(session, id)).map(waiting -> app(request, waiting));
    }

    App app(HttpServletRequest request, PendingAuthorization waiting) {
        String redirectUri = waiting.parameters().get("redirect_uri");
        PageHeaders.leadsTo(request, redirectUri);
        Optional<Client> client = clients.find(waiting.client());
        return new App(
                client.map(Client::name).orElseGet(() -> waiting.client().value()),
                site(redirectUri),
                client.map(known -> known.profile().refreshLifetimeLimit()).orElse(Duration.ZERO));
    }

    private static String site(@Nullable String redirectUri) {
        if (redirectUri == null) {
            return "";
        }
        try {
            URI uri = URI.create(redirectUri);
            String authority = uri.getRawAuthority();
            return authority == null ? "an app on this device" : authority;
        } catch (IllegalArgumentException notAUri) {
            return "";
        }
    }
}
