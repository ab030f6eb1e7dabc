package org.caregate.policy.compartment;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a Reference names, as far as whose record it is: a patient of this server, certainly none, or we cannot tell.
 *
 * <p>Only {@code Patient/id}, with or without {@code /_history/version}, relative or below a known base, names a patient. It
 * certainly names none when it is another resource type (relative, absolute, conditional or contained), or carries nothing but a
 * display. Everything else is unknown, and anyone who asks must refuse: {@code urn:} references, a Patient of an unknown base,
 * conditional and contained Patients, an identifier without a type, fragments, contradictions between {@code reference} and
 * {@code type}, and whatever is no reference at all.
 */
sealed interface ReferenceTarget {
    /** A patient of this server. */
    record PatientTarget(String id) implements ReferenceTarget {}

    /**
     * Something that is no patient.
     *
     * @param local {@code Type/id}, perhaps with a version, when it is a resource of this server; else null
     */
    record OtherTarget(@Nullable String local) implements ReferenceTarget {}

    /** Possibly someone. */
    record UnknownTarget() implements ReferenceTarget {}

    /** {@code Type/id} and perhaps a version, with nothing after it. */
    Pattern LITERAL = Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9\\-.]{1,64})(?:/_history/[A-Za-z0-9\\-.]{1,64})?");

    /** {@code Type?search}. */
    Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]+)\\?.*");

    /** Reads a reference within a resource that contains {@code contained}. */
    static ReferenceTarget of(CompartmentReference reference, Set<String> bases, List<ResourceFacts> contained) {
        return switch (reference) {
            case CompartmentReference.Unreadable unreadable -> new UnknownTarget();
            case CompartmentReference.Understood readable -> of(readable, bases, contained);
        };
    }

    private static ReferenceTarget of(
            CompartmentReference.Understood reference, Set<String> bases, List<ResourceFacts> contained) {
        String literal = reference.reference();
        boolean saysPatient = "Patient".equals(reference.type());
        if (literal == null) {
            boolean harmless = reference.type() == null ? !reference.hasIdentifier() : !saysPatient;
            return harmless ? new OtherTarget(null) : new UnknownTarget();
        }
        ReferenceTarget target = literal(literal, bases, contained);
        return saysPatient && !(target instanceof PatientTarget) ? new UnknownTarget() : target;
    }

    private static ReferenceTarget literal(String text, Set<String> bases, List<ResourceFacts> contained) {
        if (text.startsWith("#")) {
            return contained(text.substring(1), contained);
        }
        String relative = text;
        for (String base : bases) {
            if (text.startsWith(base + "/")) {
                relative = text.substring(base.length() + 1);
            }
        }
        Matcher literal = LITERAL.matcher(relative);
        if (literal.matches()) {
            return literal.group(1).equals("Patient")
                    ? new PatientTarget(literal.group(2))
                    : otherIf(Optional.of(literal.group(1)), relative);
        }
        Matcher conditional = CONDITIONAL.matcher(relative);
        if (conditional.matches()) {
            return otherIf(Optional.of(conditional.group(1)), null);
        }
        return otherIf(typeBelowForeignBase(relative), null);
    }

    /** The type of {@code https://elsewhere/fhir/Type/id}. */
    private static Optional<String> typeBelowForeignBase(String text) {
        if (!text.startsWith("https://") && !text.startsWith("http://")) {
            return Optional.empty();
        }
        String[] segments = text.split("/", -1);
        for (int i = 3; i < segments.length - 1; i++) {
            String rest = String.join("/", List.of(segments).subList(i, segments.length));
            Matcher literal = LITERAL.matcher(rest);
            if (literal.matches() && ResourceTypes.contains(literal.group(1))) {
                return Optional.of(literal.group(1));
            }
        }
        return Optional.empty();
    }

    private static ReferenceTarget contained(String id, List<ResourceFacts> contained) {
        List<ResourceFacts> named =
                contained.stream().filter(c -> id.equals(c.id())).toList();
        return named.size() == 1 ? otherIf(Optional.of(named.getFirst().type()), null) : new UnknownTarget();
    }

    private static ReferenceTarget otherIf(Optional<String> type, @Nullable String local) {
        return type.filter(t -> ResourceTypes.contains(t) && !t.equals("Patient"))
                        .isPresent()
                ? new OtherTarget(local)
                : new UnknownTarget();
    }
}
