/** Choosing the patient an app opens (SMART App Launch 2.2, {@code launch/patient}). */
@NullMarked
package org.caregate.identity.picker;

import org.jspecify.annotations.NullMarked;
