package org.caregate.gateway.structure;

/** What may stand in an element. */
sealed interface ElementType permits Primitive, Structure, ElementType.AnyResource {
    /** A whole resource, which says its own type. */
    record AnyResource() implements ElementType {}
}
