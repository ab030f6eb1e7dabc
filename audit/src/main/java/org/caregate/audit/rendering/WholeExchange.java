package org.caregate.audit.rendering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.Sensitive;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.Proof;

/**
 * The entries of one exchange as the events that another system expects: what was asked, released and answered is one event, with
 * the outcome that it had in the end (IHE BALP, "PatientQuery": one event a query). Everything else of the exchange stays as it is.
 */
final class WholeExchange {
    private WholeExchange() {}

    static List<FoundEntry> of(List<FoundEntry> exchange) {
        Map<Action, List<FoundEntry>> requests = new LinkedHashMap<>();
        List<FoundEntry> others = new ArrayList<>();
        for (FoundEntry found : exchange) {
            Action action = requested(found.entry());
            if (isRequest(action)) {
                requests.computeIfAbsent(action, fresh -> new ArrayList<>()).add(found);
            } else {
                others.add(found);
            }
        }
        List<FoundEntry> events = new ArrayList<>();
        for (List<FoundEntry> request : requests.values()) {
            if (request.stream().anyMatch(found -> begins(found.entry()))) {
                events.add(merged(request));
            } else {
                events.addAll(request); // what it completes was taken away
            }
        }
        events.addAll(others);
        return events;
    }

    private static Action requested(AuditEntry entry) {
        if (entry.action() == Action.RECONCILED) {
            for (Action action : Action.values()) {
                if (action.word().equals(entry.detail().get("action"))) {
                    return action;
                }
            }
        }
        return entry.action();
    }

    private static boolean isRequest(Action action) {
        return switch (action) {
            case RESOURCE_READ,
                    RESOURCE_VREAD,
                    RESOURCE_SEARCH,
                    RESOURCE_CREATE,
                    RESOURCE_UPDATE,
                    RESOURCE_CAPABILITIES,
                    RESOURCE_OTHER -> true;
            default -> false;
        };
    }

    private static boolean begins(AuditEntry entry) {
        return entry.phase() == Phase.ATTEMPT || entry.phase() == Phase.SINGLE;
    }

    private static FoundEntry merged(List<FoundEntry> request) {
        AuditEntry begun = request.stream()
                .map(FoundEntry::entry)
                .filter(WholeExchange::begins)
                .findFirst()
                .orElseThrow();
        Optional<AuditEntry> completion = request.stream()
                .map(FoundEntry::entry)
                .filter(entry -> entry.phase() == Phase.COMPLETION)
                .reduce((earlier, later) -> later);
        AuditEntry ended = completion.orElse(begun);
        Set<String> patients = new LinkedHashSet<>();
        Set<String> resources = new LinkedHashSet<>();
        Proof proof = Proof.PROVED;
        boolean unreadable = false;
        for (FoundEntry found : request) {
            patients.addAll(found.entry().sensitive().patients());
            resources.addAll(found.entry().sensitive().resources());
            proof = proof.and(found.proof());
            unreadable |= found.unreadable();
        }
        // an attempt that was permitted and did not end stays an attempt: its outcome is unknown
        boolean open = completion.isEmpty() && begun.phase() == Phase.ATTEMPT && begun.outcome() == Outcome.PERMITTED;
        Sensitive asked = begun.sensitive();
        AuditEntry whole = new AuditEntry(
                begun.id(),
                begun.exchangeId(),
                begun.time(),
                open ? Phase.ATTEMPT : Phase.SINGLE,
                begun.action(),
                ended.outcome(),
                ended.reason(),
                begun.person(),
                begun.client(),
                begun.profile(),
                begun.grant(),
                begun.tokenId(),
                begun.audience(),
                begun.scopes(),
                begun.policyVersion(),
                begun.requestLine(),
                ended.httpStatus(),
                ended.count(),
                begun.detail(),
                new Sensitive(
                        List.copyOf(patients),
                        List.copyOf(resources),
                        asked.sourceAddress(),
                        asked.userAgent(),
                        asked.query(),
                        asked.userName(),
                        asked.other()));
        return new FoundEntry(whole, proof, unreadable);
    }
}
