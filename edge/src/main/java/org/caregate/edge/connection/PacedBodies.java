package org.caregate.edge.connection;

import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Ends the reading of bodies that arrive too slowly: 408. An idle time-out does not, as every byte starts it again. */
public final class PacedBodies extends Handler.Wrapper {
    private final long graceNanos;
    private final int bytesPerSecond;

    /**
     * Around a handler.
     *
     * @param grace how long nothing is demanded of a body
     * @param bytesPerSecond how fast it has to be from then on
     */
    public PacedBodies(Handler handler, Duration grace, int bytesPerSecond) {
        super(handler);
        this.graceNanos = grace.toNanos();
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Paced(request), response, callback);
    }

    private final class Paced extends Request.Wrapper {
        private final long started = System.nanoTime();
        private long bytes;

        Paced(Request request) {
            super(request);
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                return chunk;
            }
            bytes += chunk.remaining();
            double countedSeconds = (System.nanoTime() - started - graceNanos) / 1e9;
            if (chunk.isLast() || countedSeconds <= 0 || bytes >= countedSeconds * bytesPerSecond) {
                return chunk;
            }
            chunk.release();
            return Content.Chunk.from(new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408), true);
        }
    }
}
