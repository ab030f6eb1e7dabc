package org.caregate.registry.pending;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request that waits for a person, bound to one browser session.
 *
 * @param id random, 256 bits, in the URL of the interaction pages
 * @param browserSession the id of the browser session that asked; no one else may see or answer it
 * @param client who asks, for the pages
 * @param parameters the request's parameters, each exactly once, as received
 * @param interaction what is asked now
 * @param answers what was answered so far, in order
 * @param person whose answers these are: answers never pass to someone else who signs in meanwhile; null before sign-in
 * @param requestedAt when the request arrived: {@code prompt=login} wants a sign-in after it
 * @param expiresAt after which it is refused as if it never was
 */
public record PendingAuthorization(
        String id,
        String browserSession,
        ClientId client,
        Map<String, String> parameters,
        Interaction interaction,
        List<Answer> answers,
        @Nullable PersonId person,
        Instant requestedAt,
        Instant expiresAt) {
    public PendingAuthorization {
        parameters = Map.copyOf(parameters);
        answers = List.copyOf(answers);
    }

    /** Starts a request of no one who has signed in. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from the values of this request. */
    public Builder toBuilder() {
        return new Builder()
                .id(id)
                .browserSession(browserSession)
                .client(client)
                .parameters(parameters)
                .interaction(interaction)
                .answers(answers)
                .person(person)
                .requestedAt(requestedAt)
                .expiresAt(expiresAt);
    }

    /** {@link #build} throws if a required value is missing. */
    public static final class Builder {
        private @Nullable String id;
        private @Nullable String browserSession;
        private @Nullable ClientId client;
        private @Nullable Map<String, String> parameters;
        private @Nullable Interaction interaction;
        private @Nullable List<Answer> answers;
        private @Nullable PersonId person;
        private @Nullable Instant requestedAt;
        private @Nullable Instant expiresAt;

        private Builder() {}

        public Builder id(String value) {
            this.id = value;
            return this;
        }

        public Builder browserSession(String value) {
            this.browserSession = value;
            return this;
        }

        public Builder client(ClientId value) {
            this.client = value;
            return this;
        }

        public Builder parameters(Map<String, String> value) {
            this.parameters = value;
            return this;
        }

        public Builder interaction(Interaction value) {
            this.interaction = value;
            return this;
        }

        public Builder answers(List<Answer> value) {
            this.answers = value;
            return this;
        }

        public Builder person(@Nullable PersonId value) {
            this.person = value;
            return this;
        }

        public Builder requestedAt(Instant value) {
            this.requestedAt = value;
            return this;
        }

        public Builder expiresAt(Instant value) {
            this.expiresAt = value;
            return this;
        }

        public PendingAuthorization build() {
            return new PendingAuthorization(
                    Objects.requireNonNull(id, "id"),
                    Objects.requireNonNull(browserSession, "browserSession"),
                    Objects.requireNonNull(client, "client"),
                    Objects.requireNonNull(parameters, "parameters"),
                    Objects.requireNonNull(interaction, "interaction"),
                    Objects.requireNonNull(answers, "answers"),
                    person,
                    Objects.requireNonNull(requestedAt, "requestedAt"),
                    Objects.requireNonNull(expiresAt, "expiresAt"));
        }
    }
}
