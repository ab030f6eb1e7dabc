package org.caregate.identity.consent;

import org.jspecify.annotations.Nullable;

/**
 * One scope as a person reads it.
 *
 * @param scope the canonical text, sent back when it stays ticked
 * @param sentence what it lets the app do
 * @param note what to know before agreeing; null when the sentence says all
 */
public record ScopeLine(
        String scope,
        Group group,
        String sentence,
        @Nullable String note) {
    /** Under which heading it stands, in this order. */
    public enum Group {
        IDENTITY("Know who you are"),
        READ("Read health information"),
        CHANGE("Add to or change health information"),
        ADMINISTER("Administer this server"),
        STAY("Keep access");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        /** The heading on the page. */
        public String heading() {
            return heading;
        }
    }

    /** The element's id: {@code scope-} and the scope's letters and digits. */
    public String id() {
        return "scope-" + scope.replaceAll("[^A-Za-z0-9*]+", "-").replace("*", "all");
    }
}
