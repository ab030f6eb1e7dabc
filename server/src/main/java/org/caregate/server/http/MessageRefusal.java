package org.caregate.server.http;

import org.caregate.identity.page.ErrorPages.Shown;

/** Why a message is refused before or beside its endpoint: in words for people, and the error code of RFC 6749 §5.2 for programs. */
enum MessageRefusal {
    BAD_MESSAGE(400, "invalid_request", "The request could not be read", "It is not well formed. Please go back."),
    NO_SUCH_ADDRESS(404, "not_found", "There is no such page", "The address may be mistyped."),
    METHOD_NOT_ALLOWED(405, "invalid_request", "This page cannot do that", "It was called in a way it does not know."),
    TOO_SLOW(408, "invalid_request", "The request took too long", "It did not arrive in time. Please try again."),
    TOO_LARGE(413, "invalid_request", "The request is too large", "More was sent than is taken here."),
    URI_TOO_LONG(414, "invalid_request", "The address is too long", "Please go back and start again."),
    EXPECTATION_UNKNOWN(417, "invalid_request", "The request could not be read", "It expects something unknown here."),
    HEADERS_TOO_LARGE(
            431,
            "invalid_request",
            "The request is too large",
            "Your browser sent more than is taken here. Deleting the cookies of this site may help."),
    INTERNAL(500, "server_error", "Something went wrong", "The error was noted. Please try again."),
    METHOD_UNKNOWN(501, "invalid_request", "This page cannot do that", "It was called in a way it does not know."),
    UNAVAILABLE(
            503,
            "temporarily_unavailable",
            "Please try again in a moment",
            "The service cannot answer right now. Nothing was changed.");

    private final int status;
    private final String code;
    private final String title;
    private final String text;

    MessageRefusal(int status, String code, String title, String text) {
        this.status = status;
        this.code = code;
        this.title = title;
        this.text = text;
    }

    /** The refusal for a status of the container's; 505 and whatever else it finds wrong with a message is that the message is bad. */
    static MessageRefusal of(int containersStatus) {
        for (MessageRefusal refusal : values()) {
            if (refusal.status == containersStatus) {
                return refusal;
            }
        }
        return containersStatus >= 500 && containersStatus != 505 ? INTERNAL : BAD_MESSAGE;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String title() {
        return title;
    }

    /** As a page. */
    Shown shown() {
        Shown shown = Shown.of(status, title, text);
        return this == NO_SUCH_ADDRESS || this == METHOD_NOT_ALLOWED
                ? shown.leadingTo("/", "Go to the start page")
                : shown;
    }
}
