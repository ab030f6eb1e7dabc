package org.caregate.demo.fhir;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.model.valueset.BundleEntrySearchModeEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.caregate.demo.search.Inclusion;
import org.caregate.demo.search.StoredResource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The matches as they stood when the search ran, so that its pages fit together; each page brings what it includes. */
final class SearchResult implements IBundleProvider {

    private final List<StoredResource> matches;
    private final List<Inclusion> inclusions;
    private final ResourceStore store;
    private final Function<StoredResource, Resource> parse;
    private final IPrimitiveType<Date> published = InstantDt.withCurrentTime();

    SearchResult(
            List<StoredResource> matches,
            List<Inclusion> inclusions,
            ResourceStore store,
            Function<StoredResource, Resource> parse) {
        this.matches = matches;
        this.inclusions = inclusions;
        this.store = store;
        this.parse = parse;
    }

    @Override
    public IPrimitiveType<Date> getPublished() {
        return published;
    }

    @Override
    public List<IBaseResource> getResources(int from, int to) {
        List<StoredResource> page = matches.subList(Math.min(from, matches.size()), Math.min(to, matches.size()));
        List<IBaseResource> resources = new ArrayList<>();
        page.forEach(match -> resources.add(inMode(match, BundleEntrySearchModeEnum.MATCH)));
        included(page).forEach(other -> resources.add(inMode(other, BundleEntrySearchModeEnum.INCLUDE)));
        return resources;
    }

    private List<StoredResource> included(List<StoredResource> page) {
        Map<String, StoredResource> included = new LinkedHashMap<>();
        for (Inclusion inclusion : inclusions) {
            if (inclusion.reverse()) {
                var targets = page.stream().map(StoredResource::reference).toList();
                store.all(inclusion.source())
                        .filter(other -> inclusion.referencesOf(other).stream().anyMatch(targets::contains))
                        .forEach(other -> included.put(other.reference(), other));
            } else {
                page.stream()
                        .flatMap(match -> inclusion.referencesOf(match).stream())
                        .map(reference -> reference.split("/", -1))
                        .filter(parts -> parts.length == 2)
                        .flatMap(parts -> store.current(parts[0], parts[1]).stream())
                        .forEach(other -> included.put(other.reference(), other));
            }
        }
        page.forEach(match -> included.remove(match.reference()));
        return List.copyOf(included.values());
    }

    private Resource inMode(StoredResource stored, BundleEntrySearchModeEnum mode) {
        Resource resource = parse.apply(stored);
        ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE.put(resource, mode);
        return resource;
    }

    @Override
    public Integer size() {
        return matches.size();
    }

    @Override
    public @Nullable Integer preferredPageSize() {
        return null;
    }

    @Override
    public @Nullable String getUuid() {
        return null;
    }
}
