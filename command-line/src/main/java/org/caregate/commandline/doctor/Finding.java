package org.caregate.commandline.doctor;

/** What a check found; never a secret, never anything about a patient. */
public sealed interface Finding {
    /** What was seen, in a few words. */
    String what();

    /** As it should be. */
    record Well(String what) implements Finding {}

    /**
     * It works, and should be otherwise.
     *
     * @param mend what to do
     */
    record Warning(String what, String mend) implements Finding {}

    /**
     * It is not safe, or will not work.
     *
     * @param mend what to do
     */
    record Wrong(String what, String mend) implements Finding {}

    /** It could not be looked at, for a reason that is no fault. */
    record NotApplicable(String what) implements Finding {}
}
