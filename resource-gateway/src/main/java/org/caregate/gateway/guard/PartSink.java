package org.caregate.gateway.guard;

import java.io.IOException;

/** Takes proved parts in order: records them durably, checks revocation again, and only then lets them leave. */
@FunctionalInterface
public interface PartSink {
    /**
     * Releases the part.
     *
     * @throws ReleaseRefusedException when it must not leave after all
     * @throws IOException when the caller is gone
     */
    void release(ProvenPart part) throws ReleaseRefusedException, IOException;
}
