package org.caregate.server.setup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import org.caregate.identity.invitation.Inviting;
import org.caregate.identity.page.StrictTransport;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Until the deployment is set up, answers the link's pages with their style, and everything else with 503 and one plain line. The
 * listener behind it is opened once and stays: no connection is lost when the set-up ends.
 */
public final class SetUpHandler extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(SetUpHandler.class);
    private static final Set<String> OF_THE_LINK = Set.of(
            Inviting.PATH,
            Inviting.PATH + "/password",
            Inviting.PATH + "/code",
            "/caregate/caregate.css",
            "/caregate/favicon.svg");

    private final Supplier<SetUp> setUp;
    private final Set<String> open;
    private final byte[] line;

    private SetUpHandler(Supplier<SetUp> setUp, Set<String> open, String line, Handler handler) {
        super(handler);
        this.setUp = setUp;
        this.open = open;
        this.line = line.getBytes(StandardCharsets.US_ASCII);
    }

    /** Around the issuer, whose listener has the link's pages. */
    public static SetUpHandler ofIssuer(Supplier<SetUp> setUp, Handler handler) {
        return new SetUpHandler(
                setUp,
                OF_THE_LINK,
                "Caregate is not set up yet: open the set-up link that ./caregate serve printed.\n",
                handler);
    }

    /** Around the gateway, of which nothing is open. */
    public static SetUpHandler ofGateway(SetUp setUp, Handler handler) {
        return new SetUpHandler(() -> setUp, Set.of(), "Caregate is not set up yet.\n", handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        // the path as it was sent: nothing is decoded or normalized into one of these
        String path = request.getHttpURI().getPath();
        if ((path != null && open.contains(path)) || !pending()) {
            return super.handle(request, response, callback);
        }
        response.setStatus(503);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        String onlyHttps = StrictTransport.over(request.isSecure(), Request.getServerName(request));
        if (onlyHttps != null) {
            response.getHeaders().put(StrictTransport.HEADER, onlyHttps);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=US-ASCII");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, line.length);
        response.write(true, ByteBuffer.wrap(line), callback);
        return true;
    }

    private boolean pending() {
        try {
            return setUp.get().isPending();
        } catch (DataAccessException lost) {
            LOG.warn(
                    "whether this is set up cannot be read: {}", lost.getClass().getName());
            return true;
        }
    }
}
