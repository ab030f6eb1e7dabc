package org.caregate.commandline.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at everything, side by side and each within its time; one that breaks does not keep the others from looking. */
public final class Doctor {
    private final Duration patience;

    /**
     * A doctor.
     *
     * @param patience how long one look may take
     */
    public Doctor(Duration patience) {
        this.patience = patience;
    }

    /** A check and what it found. */
    public record Looked(DoctorCheck check, DoctorResult result) {}

    /** What they found, in the order of the checks. */
    public List<Looked> look(List<DoctorCheck> checks) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<DoctorResult>> looking =
                    checks.stream().map(check -> threads.submit(check.look())).toList();
            List<Looked> looked = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                looked.add(new Looked(checks.get(i), await(looking.get(i))));
            }
            return looked;
        } finally {
            threads.shutdownNow(); // what is late may stay behind: the command ends
        }
    }

    private DoctorResult await(Future<DoctorResult> looking) {
        try {
            return looking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            looking.cancel(true);
            return new DoctorResult.Failed(
                    "no answer within " + patience.toSeconds() + " s",
                    "Find out what does not respond, then run doctor again.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotOpenException closed) {
                return closed.result();
            }
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new DoctorResult.Failed(
                    "could not be checked (" + cause.getClass().getSimpleName() + ")",
                    "Check that the file, server or address exists.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
