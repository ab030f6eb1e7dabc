package org.caregate.identity.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.identity.PagesServer;
import org.caregate.identity.page.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read is the sender's mistake: a page that says so, and an entry; never a failure of ours. */
class RefusedMessagesTests extends PagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"username=%zz", "username=%", "username=%ff%fe", "%c3%28=x", "a=%e2%82"})
    void formThatCannotBeDecoded_isRefused(String body) {
        refused(browser.postBody("/sign-in", body), 400, "FORM_UNREADABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in?pending=%zz", "/sign-in?pending=%ff", "/invitation?token=%e2%82"})
    void queryThatCannotBeDecoded_isRefused(String path) {
        refused(browser.getRaw(path), 400, "FORM_UNREADABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "utf-99", "x y"})
    void unknownCharset_isRefused(String charset) {
        Page page = browser.postAs("application/x-www-form-urlencoded;charset=" + charset, "/sign-in", "a=b");

        refused(page, 400, "FORM_UNREADABLE");
    }

    @Test
    void formOf300Kilobytes_isRefused() {
        refused(browser.postBody("/sign-in", "username=" + "x".repeat(300_000)), 413, "TOO_LARGE");
    }

    @Test
    void formOfTwoThousandFields_isRefused() {
        String body = IntStream.range(0, 2_000).mapToObj(i -> "a" + i + "=1").collect(Collectors.joining("&"));

        refused(browser.postBody("/sign-in", body), 400, "FORM_UNREADABLE");
    }

    @Test
    void unknownAddressAndMethod_areRefused_withTheirEntries() {
        refused(browser.get("/sign-in/unknown"), 404, "NO_SUCH_ADDRESS");
        browser.get("/sign-in");
        refused(browser.post("/signed-out"), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void manyRefusals_areCountedAndDoNotFillTheLog() {
        for (int i = 0; i < 5 * PagesServer.FLOOD_FROM; i++) {
            browser.get("/sign-in/unknown" + i);
        }

        assertThat(world().audit.entries()).hasSizeLessThanOrEqualTo(PagesServer.FLOOD_FROM);
    }

    @Test
    void opaqueHeaderBytes_areNobodysBusiness() {
        assertThat(browser.get("/sign-in", "X-Odd", "caf\u00e9\u00ff", "User-Agent", "\u00e9\u00ff")
                        .status())
                .isEqualTo(200);
    }

    private static void refused(Page page, int status, String reason) {
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("id=\"error-title\"").contains(page.header("X-Request-Id"));
        AuditEntry entry = world().audit.entries().getLast();
        assertThat(entry.action()).isEqualTo(Action.MESSAGE_REFUSED);
        assertThat(entry.reason()).isEqualTo(reason);
        assertThat(entry.exchangeId()).isEqualTo(page.header("X-Request-Id"));
    }
}
