package org.caregate.gateway.guard;

import java.util.List;

/**
 * How a search result went through the guard.
 *
 * @param released entries that left
 * @param foreign entries that were dropped because the proof failed; at most the first hundred are named
 * @param foreignCount how many there were
 * @param outcomesDropped the upstream's own OperationOutcomes, whose text is not ours to vouch for
 */
public record SearchSummary(long released, List<ForeignResource> foreign, long foreignCount, long outcomesDropped) {
    public SearchSummary {
        foreign = List.copyOf(foreign);
    }
}
