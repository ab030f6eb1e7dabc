package org.caregate.identity.picker;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A patient as people tell them apart. */
public record PatientName(String displayName, @Nullable LocalDate birthDate) {}
