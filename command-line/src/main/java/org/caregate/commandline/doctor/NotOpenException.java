package org.caregate.commandline.doctor;

/** What a check needs is not there, for a reason that another check tells. */
final class NotOpenException extends Exception {
    private static final long serialVersionUID = 1L;

    NotOpenException(String why) {
        super(why, null, false, false);
    }

    DoctorResult result() {
        return new DoctorResult.NotApplicable(String.valueOf(getMessage()));
    }
}
