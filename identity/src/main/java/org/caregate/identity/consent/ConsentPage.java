package org.caregate.identity.consent;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.caregate.identity.consent.ScopeLine.Group;
import org.caregate.identity.consent.ScopeWords.Whose;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.registry.pending.Interaction.Consent;

/**
 * What the consent page tells.
 *
 * @param groups the scopes to agree to, under their headings
 * @param cut what was asked and will not be granted
 */
public record ConsentPage(List<LineGroup> groups, List<WithheldScope> cut) {
    private static final int SHOWN_LENGTH = 100;

    /** The lines under one heading. */
    public record LineGroup(Group group, List<ScopeLine> lines) {}

    /** The page of a question. */
    public static ConsentPage of(Consent asked, Whose whose, ScopeWords words) {
        List<ScopeLine> lines = asked.scopes().stream()
                .flatMap(text -> parsed(text).stream())
                .map(scope -> words.line(scope, whose))
                .toList();
        List<LineGroup> groups = Arrays.stream(Group.values())
                .map(group -> new LineGroup(
                        group,
                        lines.stream().filter(line -> line.group() == group).toList()))
                .filter(group -> !group.lines().isEmpty())
                .toList();
        return new ConsentPage(
                groups,
                asked.cut().stream().map(text -> cut(text, whose, words)).toList());
    }

    private static WithheldScope cut(String text, Whose whose, ScopeWords words) {
        List<Scope> scopes = parsed(text);
        if (scopes.isEmpty()) {
            String shown = text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "…" : text;
            return new WithheldScope("“" + shown + "”", "This server does not know what that means.");
        }
        Scope scope = scopes.getFirst();
        boolean system = scope instanceof FhirScope fhir && fhir.level() == Level.SYSTEM;
        return new WithheldScope(
                words.line(scope, whose).sentence(),
                system
                        ? "Only programs that work without a person may ask for that."
                        : "Your role, or what this app is registered for, does not include it.");
    }

    private static List<Scope> parsed(String text) {
        ScopeParse parse = ScopeParser.parse(text);
        return parse instanceof Parsed known ? known.scopes().values() : List.of();
    }

    /** Whether it is about this server and no record. */
    public boolean administers() {
        return groups.stream().anyMatch(one -> one.group() == Group.ADMINISTER)
                && groups.stream().noneMatch(one -> one.group() == Group.READ || one.group() == Group.CHANGE);
    }

    /** Every scope that can be ticked. */
    public Set<String> tickable() {
        return Set.copyOf(groups.stream()
                .flatMap(group -> group.lines().stream())
                .map(ScopeLine::scope)
                .toList());
    }
}
