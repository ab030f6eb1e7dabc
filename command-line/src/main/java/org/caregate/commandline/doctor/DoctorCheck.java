package org.caregate.commandline.doctor;

import java.util.concurrent.Callable;

/**
 * One thing that is looked at.
 *
 * @param id stable, for scripts
 * @param group what it belongs to
 * @param title what should be true
 */
public record DoctorCheck(String id, String group, String title, Callable<DoctorResult> look) {}
