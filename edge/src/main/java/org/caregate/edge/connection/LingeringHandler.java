package org.caregate.edge.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * After an answer, reads on what its caller still sends, and throws it away, within bounds (RFC 9112 §9.6): a connection that is
 * closed on unread bytes is reset, and a caller in the middle of its body would meet the reset instead of the answer.
 *
 * <p>Nothing is kept: the bounds are on traffic and on the virtual thread that waits. A caller that waits for {@code 100 (Continue)}
 * and was refused without one is not waited for (RFC 9110 §10.1.1).
 */
public final class LingeringHandler extends Handler.Wrapper {
    private final int bytes;
    private final long nanos;

    /**
     * Around a handler whose exchanges run on virtual threads: the end of an exchange may block for that time.
     *
     * @param bytes how much is read on; more is cut off
     * @param time how long is read on; later comers are cut off
     */
    public LingeringHandler(Handler handler, int bytes, Duration time) {
        super(handler);
        this.bytes = bytes;
        this.nanos = time.toNanos();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Body body = new Body(request, bytes);
        Answer answer = new Answer(body, response);
        return super.handle(body, answer, new End(body, answer, callback));
    }

    /** A body, and how much of what no one wanted of it was thrown away. */
    private static final class Body extends Request.Wrapper {
        private long left;
        private volatile boolean wanted;

        Body(Request request, int bytes) {
            super(request);
            this.left = bytes;
        }

        @Override
        public void demand(Runnable demandCallback) {
            wanted = true; // a caller that waits for it gets 100 (Continue)
            super.demand(demandCallback);
        }

        boolean isHeldBack() {
            return !wanted && getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
        }

        boolean isTooLong() {
            return left < 0;
        }

        /** Throws away what is there, and answers whether that was the end. */
        boolean isOver() {
            while (left >= 0) {
                Content.Chunk chunk = read();
                if (chunk == null) {
                    return false;
                }
                left -= chunk.remaining();
                boolean ends = chunk.isLast() || Content.Chunk.isFailure(chunk);
                chunk.release();
                if (ends) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A response that says so when the connection will not be used again, because more is to come that no one asked for. */
    private static final class Answer extends Response.Wrapper {
        private final Body body;

        Answer(Body body, Response response) {
            super(body, response);
            this.body = body;
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (last
                    && !isCommitted()
                    && !body.isOver()
                    && body.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
                getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
            }
            super.write(last, content, callback);
        }
    }

    private final class End extends Callback.Nested {
        private final Body body;
        private final Response response;

        End(Body body, Response response, Callback callback) {
            super(callback);
            this.body = body;
            this.response = response;
        }

        @Override
        public void succeeded() {
            try {
                if (!response.isCommitted()) {
                    Content.Sink.write(response, true, ByteBuffer.allocate(0)); // no one waits while we linger
                }
                if (lingered()) {
                    super.succeeded(); // what is left of a body that was too long, Jetty closes or resets
                } else {
                    failed(new CutOffException());
                }
            } catch (IOException gone) {
                failed(gone);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                failed(stopping);
            }
        }

        /** False when the time was up while the connection waited for more: it can only be closed then. */
        private boolean lingered() throws InterruptedException {
            long deadline = System.nanoTime() + nanos;
            while (!body.isOver()) {
                if (body.isTooLong() || body.isHeldBack()) {
                    return true;
                }
                CountDownLatch more = new CountDownLatch(1);
                body.demand(more::countDown);
                if (!more.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Thrown to Jetty, which closes the connection on it; no one sees it. */
    private static final class CutOffException extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
