package org.caregate.protocol.fhir;

/** What a request asks of a FHIR server (FHIR R4, "RESTful API"); recognised whether or not it is offered. */
public enum Interaction {
    READ(true),
    VREAD(true),
    SEARCH_TYPE(true),
    CREATE(true),
    UPDATE(true),
    CAPABILITIES(true),
    PATCH(false),
    DELETE(false),
    HISTORY_INSTANCE(false),
    HISTORY_TYPE(false),
    HISTORY_SYSTEM(false),
    OPERATION(false),
    BATCH_OR_TRANSACTION(false),
    SEARCH_SYSTEM(false),
    COMPARTMENT_SEARCH(false),
    GRAPHQL(false),
    CONDITIONAL_CREATE(false),
    CONDITIONAL_UPDATE(false),
    CONDITIONAL_PATCH(false),
    CONDITIONAL_DELETE(false);

    private final boolean offered;

    Interaction(boolean offered) {
        this.offered = offered;
    }

    /** Whether the gateway has the proof that this interaction needs; the others are refused. */
    public boolean isOffered() {
        return offered;
    }

    /** Whether it answers with one resource that the path names. */
    public boolean namesOneResource() {
        return this == READ || this == VREAD || this == UPDATE;
    }
}
