package org.caregate.benchmarks.upstream;

/** A way to read from the upstream, safe for many threads. */
interface Candidate {
    String name();

    /** Reads the resource and returns how long it was. */
    int read() throws Exception;

    /** Lets go of its connections. */
    void end() throws Exception;
}
