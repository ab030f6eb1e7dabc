package org.caregate.commandline.doctor;

/** What a check found; never a secret, never anything about a patient. */
public sealed interface DoctorResult {
    /** What was seen, in a few words. */
    String what();

    /** As it should be. */
    record Passed(String what) implements DoctorResult {}

    /**
     * It works, and should be otherwise.
     *
     * @param fix what to do
     */
    record Warning(String what, String fix) implements DoctorResult {}

    /**
     * It is not safe, or will not work.
     *
     * @param fix what to do
     */
    record Failed(String what, String fix) implements DoctorResult {}

    /** It could not be looked at, for a reason that is no fault. */
    record NotApplicable(String what) implements DoctorResult {}
}
