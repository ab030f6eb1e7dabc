package org.caregate.identity.consent;

import static org.caregate.protocol.scope.FhirScope.Permission.CREATE;
import static org.caregate.protocol.scope.FhirScope.Permission.DELETE;
import static org.caregate.protocol.scope.FhirScope.Permission.READ;
import static org.caregate.protocol.scope.FhirScope.Permission.SEARCH;
import static org.caregate.protocol.scope.FhirScope.Permission.UPDATE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caregate.identity.consent.ScopeLine.Group;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.FhirScope.Restriction;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scope;
import org.jspecify.annotations.Nullable;

/** Says every form of scope in a sentence that a patient understands (SMART App Launch 2.2, "Scopes"). */
public final class ScopeWords {
    private static final String CATEGORY = "category";

    private final Duration offline;

    /** Whose record the person on the page is asked about. */
    public enum Whose {
        /** Their own. */
        OWN,
        /** A patient's they care for. */
        A_PATIENTS
    }

    /**
     * Words for a server that works so.
     *
     * @param offline how long a refresh token lives without use
     */
    public ScopeWords(Duration offline) {
        this.offline = offline;
    }

    /** The same words for an app that may keep access so long at most. */
    public ScopeWords lasting(Duration longest) {
        return offline.compareTo(longest) > 0 ? new ScopeWords(longest) : this;
    }

    private String offlineWords() {
        return offline.toDays() > 1 ? offline.toDays() + " days" : offline.toHours() + " hours";
    }

    /** The scope as a line of the page. */
    public ScopeLine line(Scope scope, Whose whose) {
        return switch (scope) {
            case NamedScope named -> named(named);
            case AdminScope admin -> administrative(admin);
            case FhirScope fhir -> clinical(fhir, whose);
        };
    }

    private ScopeLine named(NamedScope scope) {
        return switch (scope) {
            case OPENID -> line(scope, Group.IDENTITY, "Recognize you when you come back.", null);
            case FHIR_USER ->
                line(
                        scope,
                        Group.IDENTITY,
                        "Read your own entry in the record system, such as your name and contact details.",
                        null);
            case PROFILE -> line(scope, Group.IDENTITY, "See your name.", null);
            case LAUNCH -> line(scope, Group.IDENTITY, "Know which record was open when it was started.", null);
            case LAUNCH_PATIENT -> line(scope, Group.IDENTITY, "Know whose record it is working with.", null);
            case ONLINE_ACCESS -> line(scope, Group.STAY, "Keep this access until you sign out.", null);
            case OFFLINE_ACCESS ->
                line(
                        scope,
                        Group.STAY,
                        "Keep this access for up to " + offlineWords() + " after you leave.",
                        "Each use restarts the " + offlineWords() + ". Without this, access ends within the hour.");
        };
    }

    private static ScopeLine administrative(AdminScope scope) {
        String sentence = switch (scope) {
            case CLIENTS_READ -> "See the registered apps and services.";
            case CLIENTS_WRITE -> "Register, change and switch off apps and services.";
            case PEOPLE_READ -> "See who may sign in, and their roles.";
            case PEOPLE_WRITE -> "Invite people, change their roles, switch them off.";
            case GRANTS_READ -> "See what was granted to whom, and who is signed in.";
            case GRANTS_WRITE -> "Take back access and end sign-ins.";
            case KEYS_READ -> "See the signing keys’ names and ages.";
            case KEYS_WRITE -> "Replace signing keys.";
            case RESOURCES_READ -> "See the protected APIs.";
            case AUDIT_READ -> "Search the audit log.";
        };
        return line(
                scope,
                Group.ADMINISTER,
                sentence,
                scope == AdminScope.AUDIT_READ ? "The log says which patients’ records were opened." : null);
    }

    private static ScopeLine line(Scope scope, Group group, String sentence, @Nullable String note) {
        return new ScopeLine(scope.text(), group, sentence, note);
    }

    private static ScopeLine clinical(FhirScope scope, Whose whose) {
        boolean reads = Set.of(READ, SEARCH).containsAll(scope.permissions());
        String sentence = verbs(scope.permissions()) + " " + object(scope, whose) + reach(scope, whose) + ".";
        return line(
                scope,
                reads ? Group.READ : Group.CHANGE,
                Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1),
                note(scope));
    }

    /** In the order of a sentence: "read, add to and change". */
    private static String verbs(Set<Permission> permissions) {
        List<String> verbs = new ArrayList<>();
        if (permissions.contains(READ) && permissions.contains(SEARCH)) {
            verbs.add("read");
        } else if (permissions.contains(READ)) {
            verbs.add("open single entries of");
        } else if (permissions.contains(SEARCH)) {
            verbs.add("search");
        }
        if (permissions.contains(CREATE)) {
            verbs.add("add to");
        }
        if (permissions.contains(UPDATE)) {
            verbs.add("change");
        }
        if (permissions.contains(DELETE)) {
            verbs.add("delete");
        }
        String last = verbs.getLast();
        return verbs.size() == 1 ? last : String.join(", ", verbs.subList(0, verbs.size() - 1)) + " and " + last;
    }

    private static String object(FhirScope scope, Whose whose) {
        if (scope.resourceType().equals(FhirScope.ALL_TYPES)) {
            return "everything in " + owner(scope.level(), whose, "the record");
        }
        String noun = ResourceWords.noun(scope.resourceType());
        List<String> limits = new ArrayList<>();
        for (Restriction restriction : scope.restrictions()) {
            String category = restriction.name().equals(CATEGORY)
                    ? ResourceWords.category(scope.resourceType(), code(restriction.value()))
                    : null;
            if (category != null) {
                noun = category;
            } else {
                limits.add(restriction.name() + " “" + code(restriction.value()) + "”");
            }
        }
        String limited = limits.isEmpty() ? noun : noun + " (only " + String.join(", ", limits) + ")";
        return ResourceWords.isDirectory(scope.resourceType()) ? limited : owner(scope.level(), whose, limited);
    }

    private static String owner(Level level, Whose whose, String noun) {
        if (level == Level.PATIENT || (whose == Whose.OWN && level == Level.USER)) {
            return (whose == Whose.OWN ? "your " : "this patient’s ") + noun.replaceFirst("^the ", "");
        }
        return noun;
    }

    private static String reach(FhirScope scope, Whose whose) {
        if (ResourceWords.isDirectory(scope.resourceType())) {
            return "";
        }
        return switch (scope.level()) {
            case PATIENT -> "";
            case USER -> whose == Whose.OWN ? "" : " of every patient you may see";
            case SYSTEM -> " of every patient";
        };
    }

    private static @Nullable String note(FhirScope scope) {
        if (scope.permissions().contains(DELETE)) {
            return "The app may remove entries.";
        }
        if (scope.resourceType().equals(FhirScope.ALL_TYPES)) {
            return "This includes kinds of information that are added later.";
        }
        return null;
    }

    /** The code of a token search value {@code system|code}. */
    private static String code(String value) {
        return value.substring(value.lastIndexOf('|') + 1);
    }
}
