package org.caregate.identity.consent;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What FHIR resource types and their categories are called by people who do not build software. */
final class ResourceWords {
    /** Types that belong to no one: "doctors", never "your doctors". */
    private static final Map<String, String> DIRECTORY = Map.of(
            "Practitioner", "names and contact details of doctors, nurses and other staff",
            "PractitionerRole", "what doctors, nurses and other staff do, and where",
            "Organization", "names and addresses of hospitals and other organizations",
            "Location", "places where care is given",
            "HealthcareService", "services that hospitals and practices offer",
            "Medication", "descriptions of medicines",
            "Questionnaire", "blank questionnaires",
            "ValueSet", "lists of medical codes",
            "Schedule", "calendars of clinics and staff",
            "Slot", "free times in calendars");

    private static final Map<String, String> BELONGING = Map.ofEntries(
            Map.entry("Patient", "personal details, such as name, birth date and address"),
            Map.entry("Account", "billing accounts"),
            Map.entry("AdverseEvent", "incidents and side effects"),
            Map.entry("AllergyIntolerance", "allergies and intolerances"),
            Map.entry("Appointment", "appointments"),
            Map.entry("Basic", "other entries"),
            Map.entry("Binary", "attached files"),
            Map.entry("BodyStructure", "notes on parts of the body"),
            Map.entry("CarePlan", "care plans"),
            Map.entry("CareTeam", "care teams"),
            Map.entry("Claim", "insurance claims"),
            Map.entry("ClaimResponse", "answers to insurance claims"),
            Map.entry("ClinicalImpression", "clinical assessments"),
            Map.entry("Communication", "messages"),
            Map.entry("Composition", "clinical documents"),
            Map.entry("Condition", "health problems and diagnoses"),
            Map.entry("Consent", "recorded consents"),
            Map.entry("Coverage", "insurance coverage"),
            Map.entry("DetectedIssue", "warnings about treatment, such as drug interactions"),
            Map.entry("Device", "implants and medical devices"),
            Map.entry("DeviceRequest", "orders for medical devices"),
            Map.entry("DeviceUseStatement", "use of medical devices"),
            Map.entry("DiagnosticReport", "laboratory, imaging and other reports"),
            Map.entry("DocumentReference", "clinical notes and documents"),
            Map.entry("Encounter", "visits and hospital stays"),
            Map.entry("EpisodeOfCare", "courses of treatment"),
            Map.entry("ExplanationOfBenefit", "insurance payments"),
            Map.entry("FamilyMemberHistory", "family health history"),
            Map.entry("Flag", "warnings shown on the record"),
            Map.entry("Goal", "health goals"),
            Map.entry("ImagingStudy", "X-rays, scans and other images"),
            Map.entry("Immunization", "vaccinations"),
            Map.entry("List", "lists kept on the record"),
            Map.entry("Media", "photos, videos and recordings"),
            Map.entry("MedicationAdministration", "medicines given"),
            Map.entry("MedicationDispense", "medicines handed out by pharmacies"),
            Map.entry("MedicationRequest", "prescriptions"),
            Map.entry("MedicationStatement", "medicines taken"),
            Map.entry("MolecularSequence", "genetic sequences"),
            Map.entry("NutritionOrder", "diet orders"),
            Map.entry("Observation", "test results, vital signs and other measurements"),
            Map.entry("Person", "links between records of the same person"),
            Map.entry("Procedure", "operations and procedures"),
            Map.entry("Provenance", "notes on who entered what, and when"),
            Map.entry("QuestionnaireResponse", "answers to questionnaires"),
            Map.entry("RelatedPerson", "family members and other contacts"),
            Map.entry("RiskAssessment", "health risk estimates"),
            Map.entry("ServiceRequest", "orders and referrals"),
            Map.entry("Specimen", "laboratory samples"),
            Map.entry("Task", "tasks"),
            Map.entry("VisionPrescription", "prescriptions for glasses and lenses"));

    private static final Map<String, String> CATEGORIES = Map.ofEntries(
            Map.entry("Observation|laboratory", "laboratory results"),
            Map.entry("Observation|vital-signs", "vital signs, such as blood pressure and weight"),
            Map.entry("Observation|social-history", "social history, such as smoking"),
            Map.entry("Observation|survey", "answers to health questionnaires"),
            Map.entry("Observation|imaging", "imaging results"),
            Map.entry("Observation|procedure", "findings made in procedures"),
            Map.entry("Observation|exam", "findings of examinations"),
            Map.entry("Observation|therapy", "results of therapies"),
            Map.entry("Observation|activity", "physical activity, such as steps and sleep"),
            Map.entry("Observation|sdoh", "living conditions, such as housing and food"),
            Map.entry("Observation|functional-status", "assessments of daily abilities"),
            Map.entry("Observation|disability-status", "assessments of disability"),
            Map.entry("Observation|cognitive-status", "assessments of memory and thinking"),
            Map.entry("Observation|clinical-test", "results of clinical tests, such as an ECG"),
            Map.entry("Observation|treatment-intervention-preference", "wishes about treatment"),
            Map.entry("Observation|care-experience-preference", "wishes about how care is given"),
            Map.entry("Condition|problem-list-item", "list of ongoing health problems"),
            Map.entry("Condition|encounter-diagnosis", "diagnoses made at visits"),
            Map.entry("Condition|health-concern", "health concerns"),
            Map.entry("Condition|sdoh", "living conditions that affect health"),
            Map.entry("DiagnosticReport|lab", "laboratory reports"),
            Map.entry("DiagnosticReport|rad", "radiology reports"),
            Map.entry("DiagnosticReport|lp29684-5", "radiology reports"),
            Map.entry("DiagnosticReport|lp29708-2", "cardiology reports"),
            Map.entry("DiagnosticReport|lp7839-6", "pathology reports"),
            Map.entry("DocumentReference|clinical-note", "clinical notes"),
            Map.entry("ServiceRequest|sdoh", "referrals about living conditions"),
            Map.entry("MedicationRequest|community", "prescriptions for use at home"),
            Map.entry("MedicationRequest|outpatient", "prescriptions made at visits"),
            Map.entry("MedicationRequest|inpatient", "prescriptions made in hospital"),
            Map.entry("MedicationRequest|discharge", "prescriptions made on leaving hospital"));

    private ResourceWords() {}

    /** Whether the type speaks of no patient. */
    static boolean isDirectory(String type) {
        return DIRECTORY.containsKey(type);
    }

    /** A plural noun phrase; types without words of their own are named as FHIR does, spaced. */
    static String noun(String type) {
        String directory = DIRECTORY.get(type);
        return directory != null ? directory : BELONGING.getOrDefault(type, "“" + spaced(type) + "” entries");
    }

    /** The noun phrase of one category, by its code whatever its system; null when it has no words here. */
    static @Nullable String category(String type, String code) {
        return CATEGORIES.get(type + "|" + code.toLowerCase(Locale.ROOT));
    }

    private static String spaced(String type) {
        return type.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
