package org.caregate.identity.throttle;

class InMemoryAttemptCountersTests extends AttemptCountersContract {
    private final AttemptCounters counters = new InMemoryAttemptCounters();

    @Override
    protected AttemptCounters counters() {
        return counters;
    }
}
