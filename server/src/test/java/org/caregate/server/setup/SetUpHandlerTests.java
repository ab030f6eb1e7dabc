package org.caregate.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;

class SetUpHandlerTests {
    private static final String HSTS = "Strict-Transport-Security: max-age=63072000";

    private static Handler behind() {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
        };
    }

    private static String answer(BooleanSupplier pending, String host, String path) throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer((request, _) -> new Request.Wrapper(request) {
            @Override
            public HttpURI getHttpURI() {
                return HttpURI.build(request.getHttpURI()).scheme("https");
            }

            @Override
            public boolean isSecure() {
                return true;
            }
        });
        Server server = new Server();
        LocalConnector connector = new LocalConnector(server, new HttpConnectionFactory(configuration));
        server.addConnector(connector);
        SetUp setUp = new SetUp(pending);
        server.setHandler(SetUpHandler.ofIssuer(() -> setUp, behind()));
        server.start();
        try {
            return Objects.requireNonNull(connector.getResponse(
                    "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"));
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"auth.example.org, true", "localhost, false", "192.0.2.7, false"})
    void answerBeforeTheSetUp_asksForHttpsAlone_underAName(String host, boolean asks) throws Exception {
        String answer = answer(() -> true, host, "/token");
        assertThat(answer).startsWith("HTTP/1.1 503").contains("Caregate is not set up yet");
        assertThat(answer.contains(HSTS)).isEqualTo(asks);
    }

    @Test
    void lostDatabase_keepsEverythingButTheLinkClosed() throws Exception {
        BooleanSupplier lost = () -> {
            throw new DataAccessResourceFailureException("lost");
        };
        assertThat(answer(lost, "auth.example.org", "/token")).startsWith("HTTP/1.1 503");
        assertThat(answer(lost, "auth.example.org", "/invitation")).startsWith("HTTP/1.1 204");
        assertThat(answer(lost, "auth.example.org", "/%69nvitation")).startsWith("HTTP/1.1 503");
    }

    @Test
    void answerAfterTheSetUp_comesFromBehind() throws Exception {
        assertThat(answer(() -> false, "auth.example.org", "/token")).startsWith("HTTP/1.1 204");
    }
}
