package org.caregate.gateway.upstream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** One call to the FHIR server from its first byte to its last: {@link UpstreamDeadlines} breaks its connection off when it is late. */
final class UpstreamCall extends BasicClassicHttpRequest implements CancellableDependency {
    private static final long serialVersionUID = 1L;

    private final long deadlineNanos;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean late;
    private volatile boolean cancelled;
    private transient volatile @Nullable Cancellable connection;

    /** A call that is late after so much silence, or at the deadline. */
    UpstreamCall(String method, HttpHost host, String path, long deadlineNanos) {
        super(method, host, path);
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public void setDependency(Cancellable dependency) {
        connection = dependency;
        if (cancelled) {
            dependency.cancel();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean cancel() {
        cancelled = true;
        Cancellable broken = connection;
        return broken != null && broken.cancel();
    }

    void cancelIfLate(long nowNanos, long silenceNanos) {
        if (!late && (nowNanos - deadlineNanos > 0 || nowNanos - heardNanos > silenceNanos)) {
            late = true;
            cancel();
        }
    }

    /** What went wrong, where it was that this call was late. */
    IOException cause(IOException failed) {
        if (!late) {
            return failed;
        }
        SocketTimeoutException timeout = new SocketTimeoutException("the answer took too long");
        timeout.initCause(failed);
        return timeout;
    }

    /** The body, which has to go on coming. */
    InputStream watched(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                try {
                    int read = super.read();
                    heard();
                    return read;
                } catch (IOException failed) {
                    throw cause(failed);
                }
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    int read = super.read(bytes, offset, length);
                    heard();
                    return read;
                } catch (IOException failed) {
                    throw cause(failed);
                }
            }
        };
    }

    private void heard() throws SocketTimeoutException {
        heardNanos = System.nanoTime();
        if (heardNanos - deadlineNanos > 0) {
            throw new SocketTimeoutException("the answer took too long");
        }
    }
}
