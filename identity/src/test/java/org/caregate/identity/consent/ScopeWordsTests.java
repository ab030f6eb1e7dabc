package org.caregate.identity.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.caregate.identity.consent.ScopeLine.Group;
import org.caregate.identity.consent.ScopeWords.Whose;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.registry.pending.Interaction.Consent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeWordsTests {
    private static final ScopeWords WORDS = new ScopeWords(Duration.ofDays(92));

    private static Scope scope(String text) {
        if (ScopeParser.parse(text) instanceof Parsed parsed && parsed.unknown().isEmpty()) {
            return parsed.scopes().values().getFirst();
        }
        throw new AssertionError("not a scope: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "patient/Patient.read; READ; Read your personal details, such as name, birth date and address.",
                "patient/Observation.rs; READ; Read your test results, vital signs and other measurements.",
                "patient/Observation.read; READ; Read your test results, vital signs and other measurements.",
                "patient/Observation.r; READ; Open single entries of your test results, vital signs and other measurements.",
                "patient/Immunization.s; READ; Search your vaccinations.",
                "patient/MedicationRequest.write; CHANGE; Add to, change and delete your prescriptions.",
                "patient/AllergyIntolerance.cu; CHANGE; Add to and change your allergies and intolerances.",
                "patient/Goal.cruds; CHANGE; Read, add to, change and delete your health goals.",
                "patient/*.read; READ; Read everything in your record.",
                "patient/*.*; CHANGE; Read, add to, change and delete everything in your record.",
                "user/Encounter.rs; READ; Read your visits and hospital stays.",
                "patient/Practitioner.rs; READ; 'Read names and contact details of doctors, nurses and other staff.'",
                "patient/SupplyDelivery.rs; READ; Read your “supply delivery” entries.",
            })
    void clinicalScope_ofTheOwnRecord(String text, Group group, String sentence) {
        ScopeLine line = WORDS.line(scope(text), Whose.OWN);

        assertThat(line.sentence()).isEqualTo(sentence);
        assertThat(line.group()).isEqualTo(group);
        assertThat(line.scope()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "patient/Condition.rs; Read this patient’s health problems and diagnoses.",
                "user/Condition.rs; Read health problems and diagnoses of every patient you may see.",
                "user/*.rs; Read everything in the record of every patient you may see.",
                "patient/*.rs; Read everything in this patient’s record.",
                "system/Patient.rs; 'Read personal details, such as name, birth date and address of every patient.'",
                "user/Practitioner.rs; 'Read names and contact details of doctors, nurses and other staff.'",
            })
    void clinicalScope_forAClinician(String text, String sentence) {
        assertThat(WORDS.line(scope(text), Whose.A_PATIENTS).sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Observation; observation-category|laboratory; laboratory results",
                "Observation; observation-category|vital-signs; vital signs, such as blood pressure and weight",
                "Observation; observation-category|social-history; social history, such as smoking",
                "Observation; observation-category|survey; answers to health questionnaires",
                "Condition; condition-category|problem-list-item; list of ongoing health problems",
                "Condition; condition-category|encounter-diagnosis; diagnoses made at visits",
                "Condition; condition-category|health-concern; health concerns",
                "Observation; observation-category|vibes; test results, vital signs and other measurements (only category “vibes”)",
            })
    void category_isSaidInItsOwnWords(String type, String category, String words) {
        String text = "patient/" + type + ".rs?category=http://terminology.hl7.org/CodeSystem/" + category;

        assertThat(WORDS.line(scope(text), Whose.OWN).sentence()).isEqualTo("Read your " + words + ".");
    }

    @Test
    void otherRestrictions_areNamed() {
        assertThat(WORDS.line(scope("patient/Observation.rs?code=http://loinc.org|8867-4"), Whose.OWN)
                        .sentence())
                .endsWith("(only code “8867-4”).");
    }

    @ParameterizedTest
    @EnumSource
    void everyWord_hasASentence(NamedScope named) {
        ScopeLine line = WORDS.line(named, Whose.OWN);

        assertThat(line.sentence()).matches("[A-Z].*[.]").doesNotContain(named.text());
        assertThat(line.id()).matches("scope-[A-Za-z0-9-]+");
    }

    @Test
    void offlineAccess_saysHowLong_andWhatHappensWithout() {
        ScopeLine line = WORDS.line(NamedScope.OFFLINE_ACCESS, Whose.OWN);

        assertThat(line.group()).isEqualTo(Group.STAY);
        assertThat(line.sentence()).isEqualTo("Keep this access for up to 92 days after you leave.");
        assertThat(line.note()).contains("Without this");
    }

    @Test
    void shorterProfile_isSaidInHours_andALongerOneDoesNotLengthen() {
        assertThat(WORDS.lasting(Duration.ofHours(12))
                        .line(NamedScope.OFFLINE_ACCESS, Whose.OWN)
                        .sentence())
                .isEqualTo("Keep this access for up to 12 hours after you leave.");
        assertThat(WORDS.lasting(Duration.ofDays(400))
                        .line(NamedScope.OFFLINE_ACCESS, Whose.OWN)
                        .sentence())
                .contains("92 days");
    }

    @Test
    void pageOfAdministration_isToldFromThatOfRecords() {
        assertThat(page("openid", "admin/people.read").administers()).isTrue();
        assertThat(page("openid", "patient/Patient.rs").administers()).isFalse();
        assertThat(page("admin/people.read", "user/Patient.rs").administers()).isFalse();
    }

    @Test
    void deletion_isPointedOut() {
        assertThat(WORDS.line(scope("patient/Goal.d"), Whose.OWN).note()).isEqualTo("The app may remove entries.");
    }

    @Property(tries = 200)
    void everyCombination_isOneSentence(
            @ForAll Level level, @ForAll @NotEmpty Set<Permission> permissions, @ForAll Whose whose) {
        ScopeLine line = WORDS.line(FhirScope.of(level, "Procedure", permissions, List.of()), whose);

        assertThat(line.sentence())
                .matches("[A-Z][^.]*operations and procedures[^.]*[.]")
                .doesNotContain("  ");
        boolean changes = !Set.of(Permission.READ, Permission.SEARCH).containsAll(permissions);
        assertThat(line.group()).isEqualTo(changes ? Group.CHANGE : Group.READ);
    }

    @Test
    void page_keepsTheOrderOfGroups_andExplainsEachCut() {
        ConsentPage page = ConsentPage.of(
                new Consent(
                        List.of("offline_access", "patient/Goal.c", "patient/Goal.rs", "openid"),
                        List.of("system/Goal.rs", "patient/Claim.rs", "what?", "patient/Observation.dus"),
                        "p1"),
                Whose.OWN,
                WORDS);

        assertThat(page.groups())
                .extracting(ConsentPage.LineGroup::group)
                .containsExactly(Group.IDENTITY, Group.READ, Group.CHANGE, Group.STAY);
        assertThat(page.tickable())
                .containsExactlyInAnyOrder("offline_access", "patient/Goal.c", "patient/Goal.rs", "openid");
        assertThat(page.cut())
                .extracting(WithheldScope::why)
                .containsExactly(
                        "Only programs that work without a person may ask for that.",
                        "Your role, or what this app is registered for, does not include it.",
                        "This server does not know what that means.",
                        "This server does not know what that means.");
    }

    private static ConsentPage page(String... scopes) {
        return ConsentPage.of(new Consent(List.of(scopes), List.of(), ""), Whose.A_PATIENTS, WORDS);
    }
}
