package org.caregate.policy.decision;

import java.util.List;
import org.caregate.policy.compartment.Reach;
import org.caregate.protocol.fhir.SearchQuery;
import org.caregate.protocol.scope.FhirScope.Permission;

/**
 * What a permit demands of anyone who enforces it. Each resource that comes back is proved by {@code ReleaseProof}, whatever else is
 * here; a foreign entry of a search is dropped silently and alarmed.
 *
 * @param permission what the interaction needs on each resource
 * @param reaches what the token reaches, one per scope; a resource must lie wholly within one of them
 * @param referable what the token reaches with any permission at all, so that a body may refer to it
 * @param query the query to send upstream: as asked, with the narrowing AND-ed
 * @param restricted whether anything but type and permission limits the token here: then {@code total} is omitted and upstream
 *     must handle the query strictly
 * @param proveBody create and update: the body is proved before it is forwarded
 * @param proveStored update: the stored version is fetched, proved, and the write forwarded with {@code If-Match}
 * @param mayCreateByUpdate whether an update of an id that does not exist may create it
 */
public record Obligations(
        Permission permission,
        List<Reach> reaches,
        List<Reach> referable,
        SearchQuery query,
        boolean restricted,
        boolean proveBody,
        boolean proveStored,
        boolean mayCreateByUpdate) {
    public Obligations {
        reaches = List.copyOf(reaches);
        referable = List.copyOf(referable);
    }
}
