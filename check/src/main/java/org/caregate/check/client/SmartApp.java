package org.caregate.check.client;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.caregate.check.client.DemoFile.RegisteredClient;
import org.caregate.check.client.DemoFile.Someone;
import org.jsoup.nodes.FormElement;

/** A SMART app doing a standalone launch, with the person at its browser (SMART App Launch 2.2, launch-app). */
public final class SmartApp {
    private final Http http;
    private final DemoFile demo;
    private final Discovery discovery;
    private final RegisteredClient client;

    /** An app that is registered as {@code client}. */
    public SmartApp(Http http, DemoFile demo, Discovery discovery, RegisteredClient client) {
        this.http = http;
        this.demo = demo;
        this.discovery = discovery;
        this.client = client;
    }

    /** One launch under way: what was sent, and the secrets the app keeps. */
    public record Launch(Map<String, String> parameters, Pkce pkce, String state) {
        /** The same launch with a parameter changed; null removes it. */
        public Launch with(String name, @org.jspecify.annotations.Nullable String value) {
            Map<String, String> changed = new LinkedHashMap<>(parameters);
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
            return new Launch(changed, pkce, state);
        }
    }

    /** What came back to the redirect URI. */
    public record Returned(Reply reply, Map<String, String> parameters) {
        /** A parameter, or empty text. */
        public String get(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    /** A launch with everything SMART asks for. */
    public Launch launch(String scope) {
        Pkce pkce = Pkce.fresh();
        String state = UUID.randomUUID().toString();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client.clientId());
        parameters.put("redirect_uri", client.redirectUri());
        parameters.put("scope", scope);
        parameters.put("state", state);
        parameters.put("nonce", UUID.randomUUID().toString());
        parameters.put("aud", demo.fhirBase().toString());
        parameters.put("code_challenge", pkce.challenge());
        parameters.put("code_challenge_method", "S256");
        return new Launch(parameters, pkce, state);
    }

    /** The address the app sends the browser to. */
    public URI address(Launch launch) {
        return URI.create(discovery.endpoint("authorization_endpoint") + "?" + Http.form(launch.parameters()));
    }

    /** A browser with no history. */
    public Browser browser() {
        return new Browser(http, demo.issuer());
    }

    /** Opens the launch and signs in with both factors; hands back the page after it, or the app's redirect. */
    public Reply signIn(Browser browser, Launch launch, Someone person) {
        Reply page = browser.open(address(launch));
        return page.html().selectFirst("#sign-in-submit") == null ? page : signIn(browser, page, person);
    }

    /** Signs in with both factors on the sign-in page. */
    public static Reply signIn(Browser browser, Reply signInPage, Someone person) {
        Reply second = browser.submit(signInPage, "#sign-in-submit", form -> {
            fill(form, "#username", person.username());
            fill(form, "#password", person.password());
        });
        Reply after = code(browser, second, person);
        boolean usedElsewhere = after.html().selectFirst("#code-submit") != null;
        return usedElsewhere ? code(browser, after, person) : after;
    }

    private static Reply code(Browser browser, Reply page, Someone person) {
        return browser.submit(page, "#code-submit", form -> fill(form, "#code", OneTimeCode.next(person.totpSecret())));
    }

    /** Chooses a patient when the picker asks. */
    public static Reply choose(Browser browser, Reply page, String patient) {
        return page.html().selectFirst("#choose-submit") == null
                ? page
                : browser.submit(
                        page,
                        "#choose-submit",
                        form -> form.select("input[type=radio]").forEach(radio -> {
                            if (radio.attr("value").equals(patient)) {
                                radio.attr("checked", "checked");
                            } else {
                                radio.removeAttr("checked");
                            }
                        }));
    }

    /** Agrees on the consent page, after {@code change} unticked what the person does not want. */
    public static Reply consent(Browser browser, Reply page, Consumer<FormElement> change) {
        return browser.submit(page, "#allow", change);
    }

    /** Unticks the scope of that exact text. */
    public static Consumer<FormElement> untick(String scope) {
        return form -> form.select("input[type=checkbox]").stream()
                .filter(box -> box.attr("value").equals(scope))
                .forEach(box -> box.removeAttr("checked"));
    }

    /** The whole launch in that browser: sign-in unless it is signed in, patient, consent to everything. */
    public Returned complete(Browser browser, Launch launch, Someone person, String patient) {
        Reply page = choose(browser, signIn(browser, launch, person), patient);
        return returned(page.redirects() ? page : consent(browser, page, form -> {}));
    }

    /** Reads what the redirect brought to the app. */
    public Returned returned(Reply redirect) {
        if (!redirect.redirects() || !redirect.location().toString().startsWith(client.redirectUri())) {
            throw new IllegalStateException("expected a redirect to the app, saw " + redirect.status() + " at "
                    + redirect.uri() + " titled '" + redirect.html().title() + "'");
        }
        return new Returned(redirect, query(redirect.location()));
    }

    /** Exchanges the code. */
    public Reply redeem(Launch launch, Returned returned) {
        return token(Map.of(
                "grant_type", "authorization_code",
                "code", returned.get("code"),
                "redirect_uri", client.redirectUri(),
                "code_verifier", launch.pkce().verifier()));
    }

    /** Uses a refresh token. */
    public Reply refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** Any request at the token endpoint, authenticated as this client is registered. */
    public Reply token(Map<String, String> form) {
        return authenticated(discovery.endpoint("token_endpoint"), form);
    }

    /** Revokes a token (RFC 7009). */
    public Reply revoke(String token) {
        return authenticated(discovery.endpoint("revocation_endpoint"), Map.of("token", token));
    }

    private Reply authenticated(URI endpoint, Map<String, String> form) {
        Map<String, String> fields = new HashMap<>(form);
        if (client.clientSecret().isEmpty()) {
            fields.putIfAbsent("client_id", client.clientId());
            return http.post(endpoint, fields);
        }
        return http.post(endpoint, fields, "Authorization", basic(client));
    }

    /** The Basic header of RFC 6749 §2.3.1. */
    public static String basic(RegisteredClient client) {
        String pair = Http.encode(client.clientId()) + ":" + Http.encode(client.clientSecret());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    /** The query of an address, decoded. */
    public static Map<String, String> query(URI uri) {
        Map<String, String> parameters = new HashMap<>();
        if (uri.getRawQuery() != null) {
            Arrays.stream(uri.getRawQuery().split("&")).forEach(pair -> {
                String[] parts = pair.split("=", 2);
                parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
            });
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void fill(FormElement form, String css, String value) {
        form.select(css).forEach(input -> input.val(value));
    }
}
