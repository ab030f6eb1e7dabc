package org.caregate.identity.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.identity.page.Browser.Page;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class PageHeadersTests extends PagesTest {
    /** Every route there is, and ways in which each is refused. */
    static Stream<Arguments> routes() {
        List<Arguments> routes = new ArrayList<>();
        mappings().getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith("org.caregate.identity.")) {
                Set<String> methods = mapping.getMethodsCondition().getMethods().stream()
                        .map(Enum::name)
                        .collect(Collectors.toSet());
                for (String pattern : mapping.getPatternValues()) {
                    String path = pattern.replaceAll("\\{[^}]*}", "unknown");
                    for (String method : methods.isEmpty() ? Set.of("GET") : methods) {
                        routes.add(Arguments.of(method, path, ""));
                    }
                    routes.add(Arguments.of("DELETE", path, ""));
                    routes.add(Arguments.of("POST", path, "a=%zz"));
                }
            }
        });
        routes.add(Arguments.of("GET", "/sign-in/unknown", ""));
        routes.add(Arguments.of("GET", "/interaction/unknown/unknown", ""));
        routes.add(Arguments.of("GET", "/caregate/unknown.css", ""));
        routes.add(Arguments.of("POST", "/sign-in", "a=" + "x".repeat(300_000)));
        return routes.stream();
    }

    @Test
    void routes_areAllThereAre() {
        assertThat(routes().map(route -> route.get()[1]))
                .contains(
                        "/",
                        "/sign-in",
                        "/sign-in/code",
                        "/signed-out",
                        "/sign-out",
                        "/invitation",
                        "/interaction/unknown");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyPage_carriesEveryHeader(String method, String path, String body) {
        Page page = browser.send(method, path, body);

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("style-src 'self'")
                .contains("frame-ancestors 'none'")
                .contains("base-uri 'none'")
                .contains("form-action 'self'")
                .doesNotContain("unsafe");
        assertThat(page.status()).isLessThan(500);
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("X-Request-Id")).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sign-in", "/signed-out", "/interaction/unknown"})
    void everyPage_isWithoutScriptAndInlineStyle_withLandmarksAndOneHeading(String path) {
        String body = browser.get(path).body();

        assertThat(body)
                .contains("<html lang=\"en\">")
                .contains("<main id=\"content\"")
                .contains("<header")
                .contains("<footer")
                .containsOnlyOnce("<h1")
                .doesNotContain("<script")
                .doesNotContain("style=")
                .doesNotContain("<style")
                .doesNotContain("onclick");
    }

    @Test
    void styleSheet_isServed_andCached() {
        Page css = browser.get("/caregate/caregate.css");

        assertThat(css.status()).isEqualTo(200);
        assertThat(css.header("Content-Type")).startsWith("text/css");
        assertThat(css.header("Cache-Control")).contains("max-age=3600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signin", "patient", "consent"})
    void pageThatLeadsToAnApp_hasTheSamePolicyAsEveryOther(String question) {
        signIn(browser, clinician());
        CLOCK.advance(Duration.ofSeconds(60)); // or the sign-in would count
        String id = asked(browser, question);

        assertThat(browser.open("/interaction/" + id).header("Content-Security-Policy"))
                .isEqualTo(browser.get("/").header("Content-Security-Policy"))
                .endsWith("form-action 'self'");
    }

    @Test
    void answerOfABrowser_isAPageThatGoesOnByItself_outOfTheFormsRedirects() {
        signIn(browser, clinician());
        String id = asked(browser, "patient");
        browser.get("/interaction/" + id);

        Page page = browser.postAccepting("text/html,*/*;q=0.8", "/interaction/" + id + "/patient", "patient", "p1");

        String onward = "/oauth2/authorize/continue?pending=" + id;
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Refresh")).isEqualTo("0; url=" + onward);
        assertThat(page.body()).contains("href=\"" + onward + "\"");
    }

    @Test
    void answerOfAClientThatDoesNotAskForHtml_isARedirect() {
        signIn(browser, clinician());
        String id = asked(browser, "patient");
        browser.get("/interaction/" + id);

        assertThat(browser.post("/interaction/" + id + "/patient", "patient", "p1")
                        .location())
                .isEqualTo("/oauth2/authorize/continue?pending=" + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
    void strictTransport_isNotForcedOnASharedName(String host) {
        assertThat(strictTransport(host)).isNull();
    }

    @Test
    void strictTransport_isForcedOnAHostOfOurOwn() {
        assertThat(strictTransport("auth.example.org")).isEqualTo("max-age=63072000");
    }

    private static @Nullable String strictTransport(String host) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSecure(true);
        request.setServerName(host);
        MockHttpServletResponse response = new MockHttpServletResponse();
        new PageHeaders().writeHeaders(request, response);
        return response.getHeader("Strict-Transport-Security");
    }

    @Test
    void requestIdFromOutside_isNotTaken() {
        assertThat(browser.get("/", "X-Request-Id", "chosen-by-a-stranger").header("X-Request-Id"))
                .isNotEqualTo("chosen-by-a-stranger");
    }

    @Test
    void unknownMethod_isAPageOfOurs() {
        browser.get("/sign-in");

        Page page = browser.post("/signed-out");

        assertThat(page.status()).isEqualTo(405);
        assertThat(page.body()).contains("This page cannot do that");
    }
}
