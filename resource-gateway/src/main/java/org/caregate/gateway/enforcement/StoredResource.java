package org.caregate.gateway.enforcement;

import org.caregate.gateway.guard.HeldResource;

/** What the upstream stores under the address that was asked for. */
sealed interface StoredResource permits Refused, StoredResource.Found {
    /** Held whole, and not proved yet. */
    record Found(HeldResource held) implements StoredResource {}
}
