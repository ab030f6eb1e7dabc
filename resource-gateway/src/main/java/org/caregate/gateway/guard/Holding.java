package org.caregate.gateway.guard;

/** What the upstream stores, as far as it could be read. */
public sealed interface Holding permits HeldResource, Holding.Unreadable {
    /**
     * It is not one resource that FHIR R4 defines, within the bounds.
     *
     * @param detail a stable word for the audit log
     */
    record Unreadable(String detail) implements Holding {}
}
