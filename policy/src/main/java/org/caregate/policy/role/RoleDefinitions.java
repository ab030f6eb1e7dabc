package org.caregate.policy.role;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;

/** The roles in force, as the policy file defines them; a value, so that a decision can name the version it was made under. */
public final class RoleDefinitions {
    /** Their own record, by the apps they choose. */
    public static final String PATIENT = "patient";

    /** The patients on their list. */
    public static final String CLINICIAN = "clinician";

    /** Runs the system and sees no record. */
    public static final String ADMINISTRATOR = "administrator";

    private static final Set<String> NAMES = Set.of(PATIENT, CLINICIAN, ADMINISTRATOR);

    private final Map<String, Role> roles;
    private final String version;

    private RoleDefinitions(Map<String, Role> roles) {
        this.roles = Map.copyOf(roles);
        this.version = hash(roles);
    }

    /** Definitions, or every problem found in them. */
    public sealed interface Result {
        /** Usable. */
        record Valid(RoleDefinitions definitions) implements Result {}

        /** Not usable; each problem in words for the author of the file. */
        record Invalid(List<String> problems) implements Result {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads role names and their scopes, each a scope as in a request, and checks what a role may hold. */
    public static Result define(Map<String, List<String>> scopesByRole) {
        List<String> problems = new ArrayList<>();
        Map<String, Role> roles = new LinkedHashMap<>();
        for (String missing : new TreeSet<>(NAMES)) {
            if (!scopesByRole.containsKey(missing)) {
                problems.add("role " + missing + " is missing");
            }
        }
        new TreeMap<>(scopesByRole).forEach((name, texts) -> {
            if (!NAMES.contains(name)) {
                problems.add("role " + name + " is not known; the roles are " + new TreeSet<>(NAMES));
                return;
            }
            List<Scope> ceiling = new ArrayList<>();
            for (String text : texts) {
                String problem = read(name, text, ceiling);
                if (!problem.isEmpty()) {
                    problems.add("role " + name + ": " + text + ": " + problem);
                }
            }
            roles.put(name, new Role(name, new Scopes(ceiling)));
        });
        return problems.isEmpty() ? new Result.Valid(new RoleDefinitions(roles)) : new Result.Invalid(problems);
    }

    private static String read(String role, String text, List<Scope> into) {
        if (!(ScopeParser.parse(text) instanceof ScopeParse.Parsed(Scopes scopes, List<String> unknown))
                || !unknown.isEmpty()
                || scopes.values().size() != 1) {
            return "not one well-formed scope";
        }
        Scope scope = scopes.values().getFirst();
        into.add(scope);
        return switch (scope) {
            case FhirScope clinical -> clinicalProblem(role, clinical);
            case AdminScope admin -> role.equals(ADMINISTRATOR) ? "" : "administering is the administrator's";
            case NamedScope named -> "";
        };
    }

    private static String clinicalProblem(String role, FhirScope scope) {
        if (scope.level() == Level.SYSTEM) {
            return "system scopes are for clients without a person";
        }
        if (!scope.restrictions().isEmpty()) {
            return "a ceiling has no restrictions";
        }
        return switch (role) {
            case ADMINISTRATOR -> "an administrator sees no record";
            case PATIENT -> scope.level() == Level.PATIENT ? "" : "a patient has patient scopes only";
            default ->
                scope.resourceType().equals(FhirScope.ALL_TYPES) ? "name the types: no wildcard for the workforce" : "";
        };
    }

    /** Whether one of these roles is defined: a holder of none may have nothing. */
    public boolean definesAny(Collection<String> names) {
        for (String name : names) {
            if (roles.containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    /** What holders of these roles may have at most, together; names that are not defined add nothing. */
    public Scopes ceiling(Collection<String> names) {
        return new Scopes(names.stream()
                .distinct()
                .sorted()
                .map(roles::get)
                .filter(Objects::nonNull)
                .flatMap(role -> role.ceiling().values().stream())
                .toList());
    }

    /** The roles by name. */
    public Map<String, Role> roles() {
        return roles;
    }

    /** A hash of the definitions: the policy version that every decision names. */
    public String version() {
        return version;
    }

    private static String hash(Map<String, Role> roles) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(roles)
                .forEach((name, role) -> text.append(name)
                        .append(": ")
                        .append(role.ceiling().text())
                        .append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
