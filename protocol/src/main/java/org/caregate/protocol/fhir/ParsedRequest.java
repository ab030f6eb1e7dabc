package org.caregate.protocol.fhir;

/** A request as understood: syntax only, no trust. */
public sealed interface ParsedRequest permits ResourceRequest, MalformedRequest {}
