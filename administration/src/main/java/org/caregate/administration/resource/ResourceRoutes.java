package org.caregate.administration.resource;

import static org.caregate.protocol.scope.AdminScope.RESOURCES_READ;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caregate.administration.http.Call;
import org.caregate.administration.http.CallResult;
import org.caregate.administration.http.Route;

/** {@code /resources}: the APIs that are guarded, as configured. */
public final class ResourceRoutes {
    private final List<Guarded> resources;

    public ResourceRoutes(List<Guarded> resources) {
        this.resources = List.copyOf(resources);
    }

    /**
     * An API that the gateway guards.
     *
     * @param base the audience of its tokens
     * @param kind what is spoken there
     * @param upstream where requests go to
     */
    public record Guarded(URI base, String kind, URI upstream) {}

    /** The operations. */
    public List<Route> routes() {
        return List.of(Route.get("/resources", RESOURCES_READ, this::list));
    }

    private CallResult list(Call call) {
        return CallResult.ok(
                CallResult.page(resources.stream().map(ResourceRoutes::json).toList(), null));
    }

    private static Map<String, Object> json(Guarded resource) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("base", resource.base().toString());
        json.put("kind", resource.kind());
        json.put("upstream", resource.upstream().toString());
        return json;
    }
}
