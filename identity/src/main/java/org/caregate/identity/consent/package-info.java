/** Consent in plain words, scope by scope (SMART App Launch 2.2; 45 CFR 170.315(g)(10)(v)(A)). */
@NullMarked
package org.caregate.identity.consent;

import org.jspecify.annotations.NullMarked;
