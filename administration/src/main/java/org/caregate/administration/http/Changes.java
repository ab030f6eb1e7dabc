package org.caregate.administration.http;

import java.util.List;
import java.util.function.Function;
import org.caregate.administration.operation.Change;

/** Changes as answers. */
public final class Changes {
    private Changes() {}

    public static <T> CallResult answer(Change<T> change, Function<T, CallResult> done) {
        return switch (change) {
            case Change.Made<T>(T now) -> done.apply(now);
            case Change.Unknown<T>() -> CallResult.refused(ApiProblem.notFound());
            case Change.Outdated<T>() -> CallResult.refused(ApiProblem.outdated());
            case Change.Refused<T>(String reason, String why) ->
                CallResult.refused(
                        reason.equals("BEYOND_OWN_RIGHTS")
                                ? ApiProblem.beyondOwnRights()
                                : new ApiProblem(409, reason, "This cannot be done", List.of(why)));
        };
    }
}
