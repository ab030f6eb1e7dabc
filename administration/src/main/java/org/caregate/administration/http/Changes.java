package org.caregate.administration.http;

import java.util.List;
import java.util.function.Function;
import org.caregate.administration.operation.Change;

/** Changes as answers. */
public final class Changes {
    private Changes() {}

    public static <T> Answer answer(Change<T> change, Function<T, Answer> done) {
        return switch (change) {
            case Change.Made<T>(T now) -> done.apply(now);
            case Change.Unknown<T>() -> Answer.refused(Problem.notFound());
            case Change.Outdated<T>() -> Answer.refused(Problem.outdated());
            case Change.Refused<T>(String reason, String why) ->
                Answer.refused(
                        reason.equals("BEYOND_OWN_RIGHTS")
                                ? Problem.beyondOwnRights()
                                : new Problem(409, reason, "This cannot be done", List.of(why)));
        };
    }
}
