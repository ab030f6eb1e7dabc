package org.caregate.conformance.rfc6749;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.caregate.check.client.Browser;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.RepeatedTest;

/** RFC 6749 §4.1.2: a consent makes one code, however often the browser asks for it. */
class OneConsentTests {
    private static final int CALLS = 40;

    private final RunningDemo run = RunningDemo.get();
    private final SmartApp app = run.app();
    private final Browser browser = run.browserOf("patient");

    @RepeatedTest(3)
    @Requirement("RFC6749-4.1.2")
    void consentAskedForManyTimesAtOnce_makesOneCode() throws Exception {
        Launch launch = app.launch("openid launch/patient patient/Patient.rs");
        Reply page = app.signIn(browser, launch, run.demo().person("patient"));
        String id = page.uri().getPath().substring("/interaction/".length());
        URI resume = URI.create(run.demo().issuer() + "/oauth2/authorize/continue?pending=" + id);
        String consent = consentForm(page);

        List<Reply> replies = atOnce(number -> number == CALLS / 2
                ? post(URI.create(run.demo().issuer() + "/interaction/" + id + "/consent"), consent)
                : get(resume)); // some ask before the consent is stored, and store their question again
        for (int i = 0; i < 3; i++) {
            replies.addAll(atOnce(number -> get(resume)));
        }

        assertThat(replies.stream().filter(OneConsentTests::hasCode)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() >= 500)).isEmpty();
    }

    private static boolean hasCode(Reply reply) {
        return reply.redirects() && SmartApp.query(reply.location()).containsKey("code");
    }

    private String consentForm(Reply page) {
        FormElement form = (FormElement)
                Objects.requireNonNull(page.html().selectFirst("#allow")).closest("form");
        return Objects.requireNonNull(form).formData().stream()
                .map(pair -> Http.encode(pair.key()) + "=" + Http.encode(pair.value()))
                .collect(Collectors.joining("&"));
    }

    private Reply get(URI uri) {
        return run.http().get(uri, "Cookie", cookie());
    }

    private Reply post(URI uri, String form) {
        return run.http()
                .send(Http.to(uri)
                        .header("Cookie", cookie())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form))
                        .build());
    }

    private String cookie() {
        return browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private interface NumberedCall {
        Reply call(int number);
    }

    private static List<Reply> atOnce(NumberedCall call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> futures = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                int number = i;
                futures.add(executor.submit(() -> {
                    start.await();
                    return call.call(number);
                }));
            }
            start.countDown();
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> future : futures) {
                replies.add(future.get());
            }
            return replies;
        }
    }
}
