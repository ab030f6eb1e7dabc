package org.caregate.administration.link;

import static org.caregate.protocol.scope.AdminScope.PEOPLE_READ;
import static org.caregate.protocol.scope.AdminScope.PEOPLE_WRITE;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.caregate.administration.http.ApiProblem;
import org.caregate.administration.http.Call;
import org.caregate.administration.http.CallResult;
import org.caregate.administration.http.Route;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.invitation.Invitation;
import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.invitation.Maker;
import org.caregate.identity.people.Username;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/** {@code /links}: invitations and resets that work, who made them, and withdrawing them. What is stored of a link does not open it. */
public final class LinkRoutes {
    private final Transactions transactions;
    private final Invitations invitations;
    private final AuditLog audit;
    private final Clock clock;

    public LinkRoutes(Invitations invitations, AuditedTransactions audited) {
        this.transactions = audited.transactions();
        this.invitations = invitations;
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.list("/links", PEOPLE_READ, List.of(), this::list),
                Route.delete("/links/{link}", PEOPLE_WRITE, this::withdraw));
    }

    private CallResult list(Call call) {
        return CallResult.ok(Call.page(
                invitations.page(call.after(), call.limit() + 1, clock.instant()),
                call.limit(),
                LinkRoutes::json,
                Invitation::id));
    }

    private CallResult withdraw(Call call) {
        return transactions.inTransaction(() -> {
            Instant now = clock.instant();
            Optional<Invitation> found = invitations.find(call.id(), now);
            if (found.isEmpty() || !invitations.withdraw(call.id(), now)) {
                return CallResult.refused(ApiProblem.notFound());
            }
            Username username = found.get().username();
            audit.enlist(call.operator()
                    .entry(clock, Action.LINK_WITHDRAWN, Outcome.PERMITTED)
                    .person(found.get().person().value())
                    .userName(username == null ? null : username.value())
                    .detail("for", kind(found.get()))
                    .build());
            return CallResult.noContent();
        });
    }

    private static String kind(Invitation invitation) {
        return switch (invitation.kind()) {
            case SET_UP -> "set-up";
            case PERSON -> "invitation";
            case RESET -> "reset";
        };
    }

    private static Map<String, Object> json(Invitation invitation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", invitation.id());
        json.put("kind", kind(invitation));
        Username username = invitation.username();
        if (username != null) {
            json.put("username", username.value());
        }
        if (invitation.fhirUser() != null) {
            json.put("fhir_user", invitation.fhirUser());
        }
        json.put("roles", List.copyOf(new TreeSet<>(invitation.roles())));
        json.put("made", invitation.madeAt().toString());
        putMaker(json, invitation.maker());
        json.put("expires", invitation.expiresAt().toString());
        return json;
    }

    /** The set-up link, and a link of an earlier version, have no maker. */
    private static void putMaker(Map<String, Object> json, Maker maker) {
        switch (maker) {
            case Maker.SystemUser(String name) -> json.put("made_by_system_user", name);
            case Maker.ApiCaller(ClientId client, PersonId person, String _) -> {
                json.put("made_by_client", client.value());
                if (person != null) {
                    json.put("made_by_person", person.value());
                }
            }
            case Maker.Program(), Maker.Unrecorded() -> {}
        }
    }
}
