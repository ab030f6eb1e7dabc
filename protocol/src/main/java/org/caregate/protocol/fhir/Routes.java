package org.caregate.protocol.fhir;

import static org.caregate.protocol.fhir.Interaction.BATCH_OR_TRANSACTION;
import static org.caregate.protocol.fhir.Interaction.CAPABILITIES;
import static org.caregate.protocol.fhir.Interaction.COMPARTMENT_SEARCH;
import static org.caregate.protocol.fhir.Interaction.CONDITIONAL_CREATE;
import static org.caregate.protocol.fhir.Interaction.CONDITIONAL_DELETE;
import static org.caregate.protocol.fhir.Interaction.CONDITIONAL_PATCH;
import static org.caregate.protocol.fhir.Interaction.CONDITIONAL_UPDATE;
import static org.caregate.protocol.fhir.Interaction.CREATE;
import static org.caregate.protocol.fhir.Interaction.DELETE;
import static org.caregate.protocol.fhir.Interaction.GRAPHQL;
import static org.caregate.protocol.fhir.Interaction.HISTORY_INSTANCE;
import static org.caregate.protocol.fhir.Interaction.HISTORY_SYSTEM;
import static org.caregate.protocol.fhir.Interaction.HISTORY_TYPE;
import static org.caregate.protocol.fhir.Interaction.OPERATION;
import static org.caregate.protocol.fhir.Interaction.PATCH;
import static org.caregate.protocol.fhir.Interaction.READ;
import static org.caregate.protocol.fhir.Interaction.SEARCH_SYSTEM;
import static org.caregate.protocol.fhir.Interaction.SEARCH_TYPE;
import static org.caregate.protocol.fhir.Interaction.UPDATE;
import static org.caregate.protocol.fhir.Interaction.VREAD;

import java.util.List;
import org.caregate.protocol.fhir.MalformedRequest.Reason;
import org.jspecify.annotations.Nullable;

/** The table of FHIR R4, "RESTful API", §3.1.0.1.9: method and path to interaction. */
final class Routes {
    private Routes() {}

    static ParsedRequest route(FhirHttpRequest http, List<String> path, SearchQuery query) {
        String method = http.method();
        if (path.stream().anyMatch(s -> s.startsWith("$"))) {
            return operation(method, path, query);
        }
        if (path.isEmpty()) {
            return switch (method) {
                case "GET" -> found(SEARCH_SYSTEM, null, query);
                case "POST" -> found(BATCH_OR_TRANSACTION, null, query);
                default -> refused(Reason.METHOD_NOT_ALLOWED);
            };
        }
        if (path.size() == 1 && !ResourceTypes.contains(path.getFirst())) {
            return word(method, path.getFirst(), query);
        }
        String type = path.getFirst();
        if (!ResourceTypes.contains(type)) {
            return refused(Reason.UNKNOWN_PATH);
        }
        return switch (path.size()) {
            case 1 -> type(http, type, query);
            case 2 -> instanceOrTypeWord(http, type, path.get(1), query);
            case 3 -> belowInstance(method, type, path.get(1), path.get(2), query);
            case 4 -> fourSegments(method, type, path, query);
            default -> refused(Reason.UNKNOWN_PATH);
        };
    }

    private static ParsedRequest word(String method, String word, SearchQuery query) {
        return switch (word) {
            case "metadata" -> method.equals("GET") ? found(CAPABILITIES, null, query) : notAllowed();
            case "_history" -> method.equals("GET") ? found(HISTORY_SYSTEM, null, query) : notAllowed();
            case "_search" -> method.equals("POST") ? found(SEARCH_SYSTEM, null, query) : notAllowed();
            default -> refused(Reason.UNKNOWN_PATH);
        };
    }

    private static ParsedRequest operation(String method, List<String> path, SearchQuery query) {
        if (!method.equals("GET") && !method.equals("POST")) {
            return notAllowed();
        }
        boolean last = path.getLast().startsWith("$")
                && path.stream().filter(s -> s.startsWith("$")).count() == 1;
        String type = path.size() > 1 ? path.getFirst() : null;
        if (!last || (type != null && !ResourceTypes.contains(type))) {
            return refused(Reason.UNKNOWN_PATH);
        }
        return found(path.getLast().equals("$graphql") ? GRAPHQL : OPERATION, type, query);
    }

    private static ParsedRequest type(FhirHttpRequest http, String type, SearchQuery query) {
        return switch (http.method()) {
            case "GET" -> found(SEARCH_TYPE, type, query);
            case "POST" -> withBody(http, found(http.ifNoneExist() ? CONDITIONAL_CREATE : CREATE, type, query));
            case "PUT" -> found(CONDITIONAL_UPDATE, type, query);
            case "PATCH" -> found(CONDITIONAL_PATCH, type, query);
            case "DELETE" -> found(CONDITIONAL_DELETE, type, query);
            default -> notAllowed();
        };
    }

    private static ParsedRequest instanceOrTypeWord(
            FhirHttpRequest http, String type, String second, SearchQuery query) {
        String method = http.method();
        if (second.equals("_search")) {
            return method.equals("POST") ? found(SEARCH_TYPE, type, query) : notAllowed();
        }
        if (second.equals("_history")) {
            return method.equals("GET") ? found(HISTORY_TYPE, type, query) : notAllowed();
        }
        if (!FhirIds.isId(second)) {
            return refused(Reason.INVALID_ID);
        }
        return switch (method) {
            case "GET" -> instance(READ, type, second, null, query);
            case "PUT" -> withBody(http, instance(UPDATE, type, second, null, query));
            case "PATCH" -> instance(PATCH, type, second, null, query);
            case "DELETE" -> instance(DELETE, type, second, null, query);
            default -> notAllowed();
        };
    }

    private static ParsedRequest belowInstance(String method, String type, String id, String third, SearchQuery query) {
        if (!FhirIds.isId(id)) {
            return refused(Reason.INVALID_ID);
        }
        if (third.equals("_history")) {
            return method.equals("GET") ? instance(HISTORY_INSTANCE, type, id, null, query) : notAllowed();
        }
        if (third.equals("*") || ResourceTypes.contains(third)) {
            return method.equals("GET") ? instance(COMPARTMENT_SEARCH, type, id, null, query) : notAllowed();
        }
        return refused(Reason.UNKNOWN_PATH);
    }

    private static ParsedRequest fourSegments(String method, String type, List<String> path, SearchQuery query) {
        String id = path.get(1);
        String last = path.get(3);
        if (path.get(2).equals("_history")) {
            if (!FhirIds.isId(id) || !FhirIds.isId(last)) {
                return refused(Reason.INVALID_ID);
            }
            return method.equals("GET") ? instance(VREAD, type, id, last, query) : notAllowed();
        }
        if (last.equals("_search") && ResourceTypes.contains(path.get(2)) && FhirIds.isId(id)) {
            return method.equals("POST") ? instance(COMPARTMENT_SEARCH, type, id, null, query) : notAllowed();
        }
        return refused(Reason.UNKNOWN_PATH);
    }

    private static ParsedRequest withBody(FhirHttpRequest http, ParsedRequest request) {
        return FhirRequestParser.isFhirJson(http.contentType()) ? request : refused(Reason.UNSUPPORTED_MEDIA_TYPE);
    }

    private static ResourceRequest found(Interaction interaction, @Nullable String type, SearchQuery query) {
        return new ResourceRequest(interaction, type, null, null, query);
    }

    private static ResourceRequest instance(
            Interaction interaction, String type, String id, @Nullable String version, SearchQuery query) {
        return new ResourceRequest(interaction, type, id, version, query);
    }

    private static MalformedRequest notAllowed() {
        return refused(Reason.METHOD_NOT_ALLOWED);
    }

    private static MalformedRequest refused(Reason reason) {
        return new MalformedRequest(reason);
    }
}
