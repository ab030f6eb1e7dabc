package org.caregate.administration.client;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * Reads client metadata as JSON (RFC 7591 §2). Unlike a registration endpoint, which ignores what it does not know, this is typed
 * by an operator, so a member that is not known is a problem.
 */
public final class ClientMetadataDocument {
    private static final Set<String> MEMBERS = Set.of(
            "client_id",
            "client_name",
            "redirect_uris",
            "grant_types",
            "response_types",
            "token_endpoint_auth_method",
            "scope",
            "jwks",
            "jwks_uri",
            "caregate_profile",
            "caregate_audiences");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    private final Map<String, Object> json;
    private final List<String> problems = new ArrayList<>();

    private ClientMetadataDocument(Map<String, Object> json) {
        this.json = json;
    }

    /** The metadata, or everything that is wrong with them. */
    public sealed interface Reading {
        /** Usable. */
        record Metadata(ClientMetadata metadata) implements Reading {}

        /** Not usable. */
        record Problems(List<String> problems) implements Reading {
            public Problems {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads a document. */
    public static Reading read(String text) {
        Map<String, Object> json;
        try {
            json = JSONObjectUtils.parse(text, 64 * 1024);
        } catch (ParseException e) {
            return new Reading.Problems(List.of("the file is not one JSON object"));
        }
        ClientMetadataDocument document = new ClientMetadataDocument(json);
        ClientMetadata metadata = document.metadata();
        return document.problems.isEmpty() ? new Reading.Metadata(metadata) : new Reading.Problems(document.problems);
    }

    private ClientMetadata metadata() {
        for (String member : new TreeSet<>(json.keySet())) {
            if (!MEMBERS.contains(member)) {
                problems.add(member + " is not known; known are " + String.join(", ", new TreeSet<>(MEMBERS)));
            }
        }
        List<String> grantTypes = strings("grant_types");
        if (grantTypes.isEmpty()) {
            grantTypes = List.of("authorization_code"); // RFC 7591 §2
        }
        SecurityProfile profile = profile(grantTypes);
        String method = string("token_endpoint_auth_method", "client_secret_basic");
        refuseOutside("grant_types", grantTypes, profile.grantTypes());
        refuseOutside("token_endpoint_auth_method", List.of(method), profile.clientAuthenticationMethods());
        List<String> redirectUris = redirectUris(grantTypes);
        String jwks = jwks();
        URI jwksUri = jwksUri();
        boolean keys = jwks != null || jwksUri != null;
        if (method.equals("private_key_jwt") && (jwks == null) == (jwksUri == null)) {
            problems.add("private_key_jwt wants exactly one of jwks and jwks_uri");
        } else if (!method.equals("private_key_jwt") && keys) {
            problems.add("jwks and jwks_uri go with private_key_jwt only");
        }
        String name = string("client_name", "");
        if (name.isBlank() || name.length() > 200) {
            problems.add("client_name is what people are asked to trust: 1 to 200 characters");
        }
        return new ClientMetadata(
                clientId(),
                name,
                profile,
                method,
                new LinkedHashSet<>(grantTypes),
                redirectUris,
                scopes(),
                jwks,
                jwksUri,
                audiences());
    }

    private SecurityProfile profile(List<String> grantTypes) {
        SecurityProfile likely = grantTypes.contains("client_credentials")
                ? SecurityProfiles.SMART_BACKEND_2026
                : SecurityProfiles.SMART_APP_2026;
        String name = string("caregate_profile", likely.name());
        return SecurityProfiles.named(name).orElseGet(() -> {
            problems.add("caregate_profile " + name + " is not known");
            return likely;
        });
    }

    private void refuseOutside(String member, List<String> asked, Set<String> allowed) {
        for (String one : asked) {
            if (!allowed.contains(one)) {
                problems.add(member + ": " + one + " is not allowed by the profile; allowed are "
                        + String.join(", ", new TreeSet<>(allowed)));
            }
        }
    }

    private @Nullable String clientId() {
        String id = string("client_id", "");
        if (!id.isEmpty() && !id.matches("[A-Za-z0-9._-]{1,100}")) {
            problems.add("client_id has 1 to 100 letters, digits, dots, hyphens and underscores");
        }
        return id.isEmpty() ? null : id;
    }

    private List<String> redirectUris(List<String> grantTypes) {
        List<String> uris = strings("redirect_uris");
        boolean redirects = grantTypes.contains("authorization_code");
        if (redirects && uris.isEmpty()) {
            problems.add("authorization_code wants redirect_uris");
        }
        if (!redirects && !uris.isEmpty()) {
            problems.add("redirect_uris go with authorization_code only");
        }
        for (String uri : uris) {
            if (!isRedirectUri(uri)) {
                problems.add("redirect_uris: " + uri
                        + " must be an absolute https address without fragment, or http on loopback");
            }
        }
        return uris;
    }

    /** RFC 9700 §2.1, §4.1.3; RFC 8252 §7.3 for loopback. */
    private static boolean isRedirectUri(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Scopes scopes() {
        String text = string("scope", "");
        return switch (ScopeParser.parse(text)) {
            case ScopeParse.Parsed parsed -> {
                parsed.unknown().forEach(one -> problems.add("scope: " + one + " is not known"));
                if (parsed.scopes().values().isEmpty()) {
                    problems.add("scope is the most the client may be granted: name at least one");
                }
                yield parsed.scopes();
            }
            case ScopeParse.Malformed malformed -> {
                malformed.faults().forEach(fault -> problems.add("scope: " + fault));
                yield Scopes.NONE;
            }
        };
    }

    private @Nullable String jwks() {
        Object value = json.get("jwks");
        if (value == null) {
            return null;
        }
        try {
            @SuppressWarnings("unchecked")
            JWKSet keys = JWKSet.parse((Map<String, Object>) value);
            if (keys.getKeys().isEmpty()) {
                problems.add("jwks holds no key");
            }
            if (keys.getKeys().stream().anyMatch(key -> key.isPrivate() || key.getKeyID() == null)) {
                problems.add("jwks holds a private key or one without kid: register public keys with a kid");
            }
            return JSONObjectUtils.toJSONString(keys.toPublicJWKSet().toJSONObject());
        } catch (ParseException | ClassCastException e) {
            problems.add("jwks is no JWK Set");
            return null;
        }
    }

    private @Nullable URI jwksUri() {
        String text = string("jwks_uri", "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below, like any other address that is not https
        }
        problems.add("jwks_uri must be an absolute https address");
        return null;
    }

    private Set<URI> audiences() {
        Set<URI> audiences = new HashSet<>();
        for (String text : strings("caregate_audiences")) {
            try {
                audiences.add(new URI(text));
            } catch (URISyntaxException e) {
                problems.add("caregate_audiences: " + text + " is no URL");
            }
        }
        return audiences;
    }

    private String string(String member, String otherwise) {
        Object value = json.get(member);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            return text;
        }
        problems.add(member + " must be a text");
        return otherwise;
    }

    private List<String> strings(String member) {
        Object value = json.get(member);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).distinct().toList();
        }
        problems.add(member + " must be a list of texts");
        return List.of();
    }
}
