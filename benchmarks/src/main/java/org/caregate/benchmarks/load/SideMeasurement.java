package org.caregate.benchmarks.load;

/** The rounds of one side of a comparison. */
public final class SideMeasurement {
    public final Samples rate = new Samples();
    public final Samples p50 = new Samples();
    public final Samples p99 = new Samples();
    public final Samples ownMicros = new Samples();
    public final Samples databaseMicros = new Samples();
    private long refused;
    private long broken;

    /** Adds a round: what the load generator saw, and the processor time that was used meanwhile. */
    public void add(Wrk.Result result, long own, long database) {
        rate.add(result.rate());
        p50.add(result.p50Millis());
        p99.add(result.p99Millis());
        ownMicros.add(own / (double) result.requests());
        databaseMicros.add(database / (double) result.requests());
        refused += result.refused();
        broken += result.broken();
    }

    /** One line for people. */
    public String line(String name) {
        return String.format(
                "%-28s %,8.0f/s (%,.0f to %,.0f)  p50 %.2f ms  p99 %.1f ms  CPU per request %.0f µs%s%s",
                name,
                rate.median(),
                rate.least(),
                rate.most(),
                p50.median(),
                p99.median(),
                ownMicros.median(),
                databaseMicros.median() > 0 ? String.format(" + PostgreSQL %.0f µs", databaseMicros.median()) : "",
                refused + broken > 0 ? "  REFUSED " + refused + " BROKEN " + broken : "");
    }
}
