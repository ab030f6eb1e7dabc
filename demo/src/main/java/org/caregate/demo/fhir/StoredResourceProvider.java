package org.caregate.demo.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.NotImplementedOperationException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caregate.demo.search.SearchRequest;
import org.caregate.demo.search.SearchTable;
import org.caregate.demo.search.StoredResource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/** Read, vread, search, create and update of one type; the same class serves them all. */
public final class StoredResourceProvider implements IResourceProvider {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FhirContext fhir;
    private final Class<? extends IBaseResource> resourceClass;
    private final String type;
    private final ResourceStore store;
    private final SearchTable table;

    StoredResourceProvider(FhirContext fhir, String type, ResourceStore store, SearchTable table) {
        this.fhir = fhir;
        this.resourceClass = fhir.getResourceDefinition(type).getImplementingClass();
        this.type = type;
        this.store = store;
        this.table = table;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return resourceClass;
    }

    /** Read and vread (<a href="https://hl7.org/fhir/R4/http.html#vread">FHIR R4 http, 3.1.0.3</a>). */
    @Read(version = true)
    public Resource read(@IdParam IdType id) {
        return (id.hasVersionIdPart()
                        ? versionOf(id).flatMap(version -> store.version(type, id.getIdPart(), version))
                        : store.current(type, id.getIdPart()))
                .map(this::parse)
                .orElseThrow(() -> new ResourceNotFoundException("No such resource"));
    }

    /** Search by GET and by POST {@code _search}; HAPI has merged both into the parameters. */
    @Search(allowUnknownParams = true)
    public IBundleProvider search(RequestDetails details) {
        return switch (SearchRequest.parse(table, DemoData.TYPES, type, details.getParameters())) {
            case SearchRequest.Refused(String reason) -> throw new InvalidRequestException(reason);
            case SearchRequest.Understood search -> {
                List<StoredResource> matches = store.all(type)
                        .filter(search::matches)
                        .sorted(search.order())
                        .toList();
                yield new SearchResult(matches, search.inclusions(), store, this::parse);
            }
        };
    }

    /** Create under an id that this server chooses. */
    @Create
    public MethodOutcome create(@ResourceParam Resource resource, RequestDetails details) {
        refuseConditional(details);
        return outcome(store.create(type, json(resource)), true);
    }

    /** Update, or create under the caller's id; {@code If-Match} is honoured (FHIR R4 http, 3.1.0.8). */
    @Update
    public MethodOutcome update(@IdParam IdType id, @ResourceParam Resource resource, RequestDetails details) {
        refuseConditional(details);
        Long expected = null;
        if (id.hasVersionIdPart()) {
            expected = versionOf(id).orElseThrow(() -> new PreconditionFailedException("Not the current version"));
        }
        return switch (store.update(type, id.getIdPart(), json(resource), expected)) {
            case ResourceStore.WriteResult.VersionConflict() ->
                throw new PreconditionFailedException("Not the current version");
            case ResourceStore.WriteResult.Stored(StoredResource stored, boolean created) -> outcome(stored, created);
        };
    }

    /** Ignoring the condition would write where the caller asked not to. */
    private static void refuseConditional(RequestDetails details) {
        if (details.getHeader("If-None-Exist") != null
                || details.getConditionalUrl(details.getRestOperationType()) != null) {
            throw new NotImplementedOperationException("Conditional create and update are not supported");
        }
    }

    private static Optional<Long> versionOf(IdType id) {
        return id.getVersionIdPart().matches("[0-9]{1,18}")
                ? Optional.of(Long.parseLong(id.getVersionIdPart()))
                : Optional.empty();
    }

    private MethodOutcome outcome(StoredResource stored, boolean created) {
        Resource resource = parse(stored);
        return new MethodOutcome(resource.getIdElement(), created).setResource(resource);
    }

    private Resource parse(StoredResource stored) {
        try {
            Resource resource = (Resource) fhir.newJsonParser().parseResource(JSON.writeValueAsString(stored.json()));
            resource.setId(new IdType(stored.type(), stored.id(), Long.toString(stored.version())));
            return resource;
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a stored resource that cannot be written", broken);
        }
    }

    private ObjectNode json(Resource resource) {
        try {
            return (ObjectNode) JSON.readTree(fhir.newJsonParser().encodeResourceToString(resource));
        } catch (JsonProcessingException broken) {
            throw new DataFormatException(broken);
        }
    }
}
