package org.caregate.identity.interaction;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.identity.session.AuthenticatedPerson;
import org.caregate.identity.session.CookieSession;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.Clients;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.pending.UnstoredRequest;
import org.jspecify.annotations.Nullable;

/** Tells a page which app asks. */
public final class Asking {
    private final Answers answers;
    private final Clients clients;
    private final SignedTexts requests;
    private final Clock clock;

    /**
     * Apps registered there.
     *
     * @param requests signs the requests that wait for a sign-in without a row
     */
    public Asking(Answers answers, Clients clients, SignedTexts requests, Clock clock) {
        this.answers = answers;
        this.clients = clients;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * The app that asks.
     *
     * @param name as registered
     * @param site where the browser goes afterwards
     * @param longest how long it may keep access without using it, by its profile
     */
    public record App(String name, String site, Duration longest) {}

    /** The app behind a request that waits, stored or carried by this browser. */
    public Optional<App> app(CookieSession session, Optional<String> pending) {
        Optional<App> carried = pending.flatMap(this::carried)
                .map(waiting -> app(waiting.client(), waiting.parameters().get("redirect_uri")));
        return carried.isPresent()
                ? carried
                : pending.flatMap(id -> answers.find(session, id)).map(this::app);
    }

    /**
     * Whether the person signed in at that browser has proved both factors since the request came, or is not asked to: the
     * authorization server then decides, and asks for what else it wants.
     */
    public boolean needsNoSignIn(CookieSession session, String pending) {
        Optional<AuthenticatedPerson> signedIn = session.signedIn();
        if (signedIn.isEmpty()) {
            return false;
        }
        return carried(pending).isPresent()
                || answers.find(session, pending)
                        .filter(waiting -> !(waiting.interaction() instanceof Interaction.SignIn)
                                || !signedIn.get().authTime().isBefore(waiting.requestedAt()))
                        .isPresent();
    }

    /** A request that waits for a sign-in without a row. */
    public Optional<UnstoredRequest> carried(String text) {
        return requests.open(text).flatMap(request -> UnstoredRequest.parse(request, clock.instant()));
    }

    public App app(PendingAuthorization waiting) {
        return app(waiting.client(), waiting.parameters().get("redirect_uri"));
    }

    private App app(ClientId id, @Nullable String redirectUri) {
        Optional<Client> client = clients.find(id);
        return new App(
                client.map(Client::name).orElseGet(id::value),
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
