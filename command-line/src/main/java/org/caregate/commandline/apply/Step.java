package org.caregate.commandline.apply;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing between what is and what is wanted. */
public sealed interface Step {
    /** What it is about, such as {@code client growth-chart}. */
    String what();

    /** A line for each member: what it is and what it will be. */
    List<String> differences();

    /** It is as wanted. */
    record Unchanged(String what) implements Step {
        @Override
        public List<String> differences() {
            return List.of();
        }
    }

    /** There is none such yet. */
    record AddClient(String what, Map<String, Object> metadata, boolean enabled) implements Step {
        @Override
        public List<String> differences() {
            return List.of();
        }
    }

    /**
     * It is registered otherwise, or off, or on.
     *
     * @param tag of what the plan was made from: a change since is not overwritten
     * @param metadata null when only {@code enabled} changes
     * @param enabled null when it stays
     */
    record ChangeClient(
            String what,
            String path,
            @Nullable String tag,
            @Nullable Map<String, Object> metadata,
            @Nullable Boolean enabled,
            List<String> differences)
            implements Step {}

    /** Their roles, or whether they may sign in. */
    record ChangePerson(
            String what, String path, @Nullable String tag, Map<String, Object> body, List<String> differences)
            implements Step {}

    /**
     * It cannot be made so from here.
     *
     * @param fix where it is changed
     */
    record Elsewhere(String what, String fix, List<String> differences) implements Step {}

    /** Whether this command does it. */
    default boolean isDoable() {
        return switch (this) {
            case AddClient add -> true;
            case ChangeClient client -> true;
            case ChangePerson person -> true;
            case Unchanged same -> false;
            case Elsewhere other -> false;
        };
    }

    /** As the plan shows it. */
    default String line() {
        String sign = switch (this) {
            case Unchanged same -> "=";
            case AddClient add -> "+";
            case ChangeClient client -> "~";
            case ChangePerson person -> "~";
            case Elsewhere other -> "!";
        };
        StringBuilder text = new StringBuilder(sign + " " + what());
        differences().forEach(difference -> text.append("\n    ").append(difference));
        if (this instanceof Elsewhere other) {
            text.append("\n    ").append(other.fix());
        }
        return text.toString();
    }
}
