package org.caregate.benchmarks.gateway;

/** A US Core patient of 2,048 bytes, as a FHIR server sends it. */
public final class PatientOf2Kilobytes {
    public static final String ID = "benchmark-patient";
    public static final int BYTES = 2_048;
    private static final String END = "</p></div>\"}}";

    private PatientOf2Kilobytes() {}

    public static String json() {
        String start = """
            {"resourceType":"Patient","id":"benchmark-patient","meta":{"versionId":"3","lastUpdated":"2026-11-01T08:30:00.000+00:00",\
            "profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]},\
            "extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[\
            {"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2106-3","display":"White"}},\
            {"url":"text","valueString":"White"}]},\
            {"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":"F"}],\
            "identifier":[{"use":"usual","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR",\
            "display":"Medical Record Number"}],"text":"Medical Record Number"},"system":"http://hospital.example.org","value":"1032702"}],\
            "active":true,"name":[{"use":"official","family":"Shaw","given":["Amy","V."],"period":{"start":"2016-12-06"}}],\
            "telecom":[{"system":"phone","value":"555-555-5555","use":"home"},{"system":"email","value":"amy.shaw@example.com"}],\
            "gender":"female","birthDate":"1987-02-20","address":[{"line":["49 Meadow St"],"city":"Mounds","state":"OK",\
            "postalCode":"74047","country":"US","period":{"start":"2016-12-06"}}],\
            "maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"Married"}]},\
            "communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"en-US","display":"English"}]},"preferred":true}],\
            "managingOrganization":{"reference":"Organization/example"},\
            "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>""";
        int filling = BYTES - start.length() - END.length();
        return start
                + "Amy V. Shaw, female, 1987-02-20. ".repeat(filling / 33 + 1).substring(0, filling)
                + END;
    }
}
