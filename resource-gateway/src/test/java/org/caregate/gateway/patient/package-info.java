@NullMarked
package org.caregate.gateway.patient;

import org.jspecify.annotations.NullMarked;
