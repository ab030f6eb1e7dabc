package org.caregate.gateway.enforcement;

import java.util.Set;
import org.caregate.gateway.enforcement.Decided.Permitted;
import org.caregate.protocol.fhir.FhirInteraction;

/** How the gateway carries out an interaction that is permitted: one class for each that {@link FhirInteraction} offers. */
sealed interface PermittedInteraction
        permits ReadInteraction, SearchInteraction, WriteInteraction, CapabilitiesInteraction {
    /** The rows it carries out. */
    Set<FhirInteraction> rows();

    /** Looks at what the request alone can show; nothing is recorded or forwarded yet. */
    Preparation prepare(IncomingRequest incoming, Permitted permitted);
}
