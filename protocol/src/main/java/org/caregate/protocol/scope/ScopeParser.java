package org.caregate.protocol.scope;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.caregate.protocol.form.PercentDecoding;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.FhirScope.Restriction;
import org.caregate.protocol.scope.ScopeParse.Fault;
import org.caregate.protocol.scope.ScopeParse.Malformed;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.protocol.scope.ScopeParse.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code scope} (RFC 6749 §3.3) with the clinical scopes of SMART App Launch 2.2 in both syntaxes.
 *
 * <p>A token that begins like a clinical scope but breaks the grammar is malformed and never granted as something else.
 */
public final class ScopeParser {
    /** The longest {@code scope} value read. */
    public static final int MAXIMUM_LENGTH = 8_192;

    /** The most tokens in one value. */
    public static final int MAXIMUM_SCOPES = 200;

    /** The longest single token. */
    public static final int MAXIMUM_TOKEN_LENGTH = 1_024;

    /** The most restrictions in one clinical scope. */
    public static final int MAXIMUM_RESTRICTIONS = 8;

    private static final int LOGGED_LENGTH = 100;
    private static final Pattern TYPE_NAME = Pattern.compile("[A-Z][A-Za-z]*");

    private ScopeParser() {}

    /** Parses a whole value; the empty string is no scope at all. */
    public static ScopeParse parse(String value) {
        if (value.length() > MAXIMUM_LENGTH) {
            return new Malformed(List.of(fault(value, Reason.LIST_TOO_LONG)));
        }
        List<String> tokens = tokens(value);
        if (tokens.size() > MAXIMUM_SCOPES) {
            return new Malformed(List.of(fault(value, Reason.TOO_MANY_SCOPES)));
        }
        Map<Object, Scope> known = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (String token : tokens) {
            switch (token(token)) {
                case Known(Scope scope) -> known.putIfAbsent(meaning(scope), scope);
                case Unknown() -> {
                    if (!unknown.contains(token)) {
                        unknown.add(token);
                    }
                }
                case Broken(Reason reason) -> faults.add(fault(token, reason));
            }
        }
        return faults.isEmpty() ? new Parsed(new Scopes(List.copyOf(known.values())), unknown) : new Malformed(faults);
    }

    private sealed interface Token {}

    private record Known(Scope scope) implements Token {}

    private record Unknown() implements Token {}

    private record Broken(Reason reason) implements Token {}

    private static List<String> tokens(String value) {
        List<String> tokens = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == ' ') {
                if (i > start) {
                    tokens.add(value.substring(start, i));
                }
                start = i + 1;
            }
        }
        return tokens;
    }

    /** Two spellings of one meaning are duplicates; the first stays. v1 and v2 are kept apart, as each is echoed as asked. */
    private static Object meaning(Scope scope) {
        return switch (scope) {
            case NamedScope named -> named;
            case AdminScope admin -> admin;
            case FhirScope f ->
                List.of(f.level(), f.resourceType(), f.permissions(), Set.copyOf(f.restrictions()), f.syntax());
        };
    }

    private static Token token(String token) {
        if (token.length() > MAXIMUM_TOKEN_LENGTH) {
            return new Broken(Reason.TOKEN_TOO_LONG);
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')) {
            return new Broken(Reason.ILLEGAL_CHARACTER);
        }
        for (NamedScope named : NamedScope.values()) {
            if (named.text().equals(token)) {
                return new Known(named);
            }
        }
        for (AdminScope admin : AdminScope.values()) {
            if (admin.text().equals(token)) {
                return new Known(admin);
            }
        }
        for (Level level : Level.values()) {
            if (token.startsWith(level.word() + "/")) {
                return clinical(level, token, token.substring(level.word().length() + 1));
            }
        }
        return new Unknown();
    }

    private static Token clinical(Level level, String token, String rest) {
        int question = rest.indexOf('?');
        String head = question < 0 ? rest : rest.substring(0, question);
        int dot = head.indexOf('.');
        String type = dot < 0 ? head : head.substring(0, dot);
        if (!type.equals(FhirScope.ALL_TYPES) && !TYPE_NAME.matcher(type).matches()) {
            return new Broken(Reason.RESOURCE_TYPE_SYNTAX);
        }
        if (dot < 0) {
            return new Broken(Reason.PERMISSION_SYNTAX);
        }
        String rights = head.substring(dot + 1);
        Set<Permission> v1 = v1(rights);
        Set<Permission> permissions = v1 != null ? v1 : letters(rights);
        if (permissions == null) {
            return new Broken(Reason.PERMISSION_SYNTAX);
        }
        List<Restriction> restrictions = new ArrayList<>();
        if (question >= 0) {
            if (v1 != null) {
                return new Broken(Reason.RESTRICTION_ON_V1);
            }
            Reason broken = restrictions(rest.substring(question + 1), restrictions);
            if (broken != null) {
                return new Broken(broken);
            }
        }
        return type.equals(FhirScope.ALL_TYPES) || ResourceTypes.contains(type)
                ? new Known(new FhirScope(level, type, permissions, restrictions, token))
                : new Unknown();
    }

    private static @Nullable Set<Permission> v1(String rights) {
        return switch (rights) {
            case "read" -> EnumSet.of(Permission.READ, Permission.SEARCH);
            case "write" -> EnumSet.of(Permission.CREATE, Permission.UPDATE, Permission.DELETE);
            case "*" -> EnumSet.allOf(Permission.class);
            default -> null;
        };
    }

    /** Letters of {@code cruds} in that order, each at most once, at least one; anything else is null. */
    private static @Nullable Set<Permission> letters(String rights) {
        EnumSet<Permission> found = EnumSet.noneOf(Permission.class);
        int at = 0;
        for (Permission permission : Permission.values()) {
            if (at < rights.length() && rights.charAt(at) == permission.letter()) {
                found.add(permission);
                at++;
            }
        }
        return at == rights.length() && !found.isEmpty() ? found : null;
    }

    private static @Nullable Reason restrictions(String query, List<Restriction> into) {
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1 || equals == part.length() - 1) {
                return Reason.RESTRICTION_SYNTAX;
            }
            String name = PercentDecoding.decode(part.substring(0, equals), false);
            String text = PercentDecoding.decode(part.substring(equals + 1), false);
            if (name == null || text == null) {
                return Reason.PERCENT_ENCODING;
            }
            Restriction restriction = new Restriction(name, text);
            if (into.contains(restriction)) {
                return Reason.REPEATED_RESTRICTION;
            }
            into.add(restriction);
            if (into.size() > MAXIMUM_RESTRICTIONS) {
                return Reason.TOO_MANY_RESTRICTIONS;
            }
        }
        return null;
    }

    private static Fault fault(String token, Reason reason) {
        return new Fault(token.length() > LOGGED_LENGTH ? token.substring(0, LOGGED_LENGTH) : token, reason);
    }
}
