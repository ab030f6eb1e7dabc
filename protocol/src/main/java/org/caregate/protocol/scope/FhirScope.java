package org.caregate.protocol.scope;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A SMART clinical scope: {@code patient/Observation.rs?category=...} (SMART App Launch 2.2, "Scopes for requesting FHIR resources").
 *
 * @param level whose data: the patient in context, what the user may see, or the system's
 * @param resourceType a FHIR R4 resource type or {@code *}
 * @param permissions what may be done, never empty
 * @param restrictions the query part, AND-ed; empty when there is none
 * @param text the spelling in the syntax (v1 or v2) it was asked in
 */
public record FhirScope(
        Level level, String resourceType, Set<Permission> permissions, List<Restriction> restrictions, String text)
        implements Scope {

    /** The resource type of a scope that speaks of all of them. */
    public static final String ALL_TYPES = "*";

    private static final Set<Permission> V1_READ = Set.of(Permission.READ, Permission.SEARCH);
    private static final Set<Permission> V1_WRITE = Set.of(Permission.CREATE, Permission.UPDATE, Permission.DELETE);

    public FhirScope {
        permissions = Set.copyOf(permissions);
        restrictions = List.copyOf(restrictions);
        if (permissions.isEmpty()) {
            throw new IllegalArgumentException("a scope without permissions");
        }
    }

    /** Whose data the scope speaks of. */
    public enum Level {
        PATIENT,
        USER,
        SYSTEM;

        /** The word before the slash. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** SMART's five permissions, in the only order they may be written: {@code cruds}. */
    public enum Permission {
        CREATE,
        READ,
        UPDATE,
        DELETE,
        SEARCH;

        /** The letter of the v2 syntax. */
        public char letter() {
            return Character.toLowerCase(name().charAt(0));
        }
    }

    /** One {@code name=value} of the query part, percent-decoded; a token search value such as {@code system|code}. */
    public record Restriction(String name, String value) {}

    /** How permissions are written. */
    public enum Syntax {
        V1,
        V2
    }

    /** The scope in v2 spelling. */
    public static FhirScope of(
            Level level, String resourceType, Set<Permission> permissions, List<Restriction> restrictions) {
        return written(Syntax.V2, level, resourceType, permissions, restrictions);
    }

    /** The scope in that syntax as far as the syntax can say it, else in v2. */
    public static FhirScope written(
            Syntax syntax,
            Level level,
            String resourceType,
            Set<Permission> permissions,
            List<Restriction> restrictions) {
        String rights = syntax == Syntax.V1 && restrictions.isEmpty() ? v1Word(permissions) : letters(permissions);
        String query = restrictions.stream()
                .map(r -> encode(r.name()) + "=" + encode(r.value()))
                .collect(Collectors.joining("&", restrictions.isEmpty() ? "" : "?", ""));
        return new FhirScope(
                level,
                resourceType,
                permissions,
                restrictions,
                level.word() + "/" + resourceType + "." + rights + query);
    }

    /** The syntax the scope is written in. */
    public Syntax syntax() {
        boolean word = text.endsWith(".read") || text.endsWith(".write") || text.endsWith(".*");
        return word && restrictions.isEmpty() ? Syntax.V1 : Syntax.V2;
    }

    /** Whether every request that {@code other} allows is allowed by this scope too. */
    public boolean covers(FhirScope other) {
        return permissions.containsAll(other.permissions) && reaches(other);
    }

    /** Whether this scope speaks of all resources that {@code other} speaks of, whatever may be done with them. */
    public boolean reaches(FhirScope other) {
        return level == other.level
                && (resourceType.equals(ALL_TYPES) || resourceType.equals(other.resourceType))
                && other.restrictions.containsAll(restrictions);
    }

    /** The same scope with other permissions, in the same syntax where it can say so. */
    public FhirScope withPermissions(Set<Permission> changed) {
        return changed.equals(permissions) ? this : written(syntax(), level, resourceType, changed, restrictions);
    }

    /** The same scope for one resource type, in the same syntax. */
    public FhirScope withType(String type) {
        return type.equals(resourceType) ? this : written(syntax(), level, type, permissions, restrictions);
    }

    private static String letters(Set<Permission> permissions) {
        return EnumSet.copyOf(permissions).stream()
                .map(p -> String.valueOf(p.letter()))
                .collect(Collectors.joining());
    }

    private static String v1Word(Set<Permission> permissions) {
        if (permissions.equals(V1_READ)) {
            return "read";
        }
        if (permissions.equals(V1_WRITE)) {
            return "write";
        }
        return permissions.size() == Permission.values().length ? "*" : letters(permissions);
    }

    /** Encodes what would end the scope token or the parameter (RFC 6749 §3.3, RFC 3986 §3.4) and nothing else. */
    private static String encode(String decoded) {
        StringBuilder out = new StringBuilder();
        for (byte b : decoded.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c > ' ' && c < 0x7f && "\"\\%&=#+".indexOf(c) < 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
