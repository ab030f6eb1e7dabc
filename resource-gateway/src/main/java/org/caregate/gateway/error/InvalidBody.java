package org.caregate.gateway.error;

import org.caregate.gateway.structure.Defect;

/**
 * The body is not a resource as FHIR R4 defines it: 400, "failed basic FHIR validation rules" (FHIR R4, "RESTful API", §3.1.0.8.1).
 *
 * @param path the element, as in FHIRPath
 */
public record InvalidBody(Defect defect, String path) implements Refusal {
    @Override
    public int status() {
        return 400;
    }

    @Override
    public String issue() {
        return defect.issue();
    }

    @Override
    public String text() {
        return defect.text();
    }

    @Override
    public String bearerError() {
        return "";
    }

    @Override
    public String reason() {
        return "BODY_" + defect.name();
    }
}
