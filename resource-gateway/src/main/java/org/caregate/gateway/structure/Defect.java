package org.caregate.gateway.structure;

/** In which way a body is not what FHIR R4 defines: the code of the OperationOutcome's issue, and the text of the response. */
public enum Defect {
    NO_RESOURCE_TYPE("structure", "resourceType is missing, or is not a resource type of FHIR R4."),
    UNKNOWN_ELEMENT("structure", "FHIR R4 defines no such element here."),
    WRONG_JSON_TYPE("structure", "The JSON type is not the one FHIR R4 defines for the element."),
    EMPTY("structure", "Objects and arrays have content, or are left out."),
    UNALIGNED("structure", "An array of values and the array of its extensions do not correspond."),
    TWO_CHOICES("structure", "Only one of the types of the element may be present."),
    NESTED_CONTAINED("structure", "A contained resource contains no other."),
    MISSING_ELEMENT("required", "A required element is missing."),
    WRONG_FORMAT("value", "The value does not have the format FHIR R4 defines for its type.");

    private final String issue;
    private final String text;

    Defect(String issue, String text) {
        this.issue = issue;
        this.text = text;
    }

    /** The code of FHIR's IssueType value set. */
    public String issue() {
        return issue;
    }

    /** Fixed text for the caller. */
    public String text() {
        return text;
    }
}
