package org.caregate.conformance.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.caregate.check.client.BackendService;
import org.caregate.check.client.DemoFile;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.conformance.DemoProcess;

/** A backend service that reads one patient, again and again, and notes each answer it got whole. */
public final class Caller {
    private final DemoFile demo;
    private final Http http;
    private volatile String token;
    private final URI patient;
    private final Queue<String> permitted = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    Caller(DemoProcess process) {
        this(process.demo(), new Http(process.demo().ca()));
    }

    /** Calls what {@code demo} describes. */
    public Caller(DemoFile demo, Http http) {
        this.demo = demo;
        this.http = http;
        Reply reply = backend().token("system/Patient.rs");
        if (reply.status() != 200) {
            throw new AssertionError("no token: " + reply.status() + " " + reply.text());
        }
        this.token = reply.json().required("access_token").asString();
        this.patient = URI.create(demo.fhirBase() + "/Patient/"
                + demo.person("patient").patients().getFirst());
        permitted.add(reply.requestId());
    }

    private BackendService backend() {
        return new BackendService(http, Discovery.of(http, demo.fhirBase()), demo.client("backend"));
    }

    /** A token request; empty when the connection broke. From then on reads carry the token it brought. */
    public Optional<Reply> token() {
        Optional<Reply> answer = answered(() -> backend().token("system/Patient.rs"));
        answer.filter(reply -> reply.status() == 200)
                .ifPresent(
                        reply -> token = reply.json().required("access_token").asString());
        return answer;
    }

    /** A read; empty when the connection broke. */
    public Optional<Reply> read() {
        return answered(() -> http.get(patient, "Authorization", "Bearer " + token));
    }

    /** A page of the issuer; empty when the connection broke. */
    public Optional<Reply> page(String path) {
        return answered(() -> http.get(URI.create(demo.issuer() + path)));
    }

    private Optional<Reply> answered(Supplier<Reply> exchange) {
        try {
            Reply reply = exchange.get();
            note(reply);
            return Optional.of(reply);
        } catch (UncheckedIOException | IllegalStateException cutOff) {
            broken.incrementAndGet();
            return Optional.empty();
        }
    }

    /** What must be in the log afterwards, or must not have been said at all. */
    private void note(Reply reply) {
        boolean body = reply.text().contains("\"birthDate\"") || reply.text().contains("access_token");
        if (reply.status() == 200) {
            if (body) {
                permitted.add(reply.requestId());
            }
        } else if (reply.status() == 503 && !body) {
            unavailable.incrementAndGet();
        } else {
            wrong.add(reply.status() + " " + reply.text());
        }
    }

    /** Reads with eight callers at once until the work is done. */
    public void during(Work work) throws Exception {
        during(work, this::read);
    }

    /** Reads, and now and then asks for a token or a page, with eight callers at once until the work is done. */
    public void mixedDuring(Work work) throws Exception {
        during(work, () -> switch (ThreadLocalRandom.current().nextInt(10)) {
            case 0 -> page("/sign-in");
            case 1, 2 -> token();
            default -> read();
        });
    }

    private void during(Work work, Supplier<Optional<Reply>> exchange) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Future<Object>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                callers.add(threads.submit(() -> repeatUntil(end, exchange)));
            }
            try {
                work.run();
            } finally {
                end.countDown();
            }
        }
        for (Future<Object> caller : callers) {
            caller.get();
        }
    }

    private static Object repeatUntil(CountDownLatch end, Supplier<Optional<Reply>> exchange)
            throws InterruptedException {
        while (!end.await(0, TimeUnit.MILLISECONDS)) {
            if (exchange.get().isEmpty()) {
                DemoProcess.pause();
            }
        }
        return end;
    }

    /** How many answers so far were 200. */
    public int answers() {
        return permitted.size();
    }

    /** How many answers so far were 503. */
    public int unavailable() {
        return unavailable.get();
    }

    /** How many connections broke before a whole answer. */
    public int broken() {
        return broken.get();
    }

    /** Answers that were neither 200 nor an empty-handed 503. */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** The request ids of everything that was released. */
    public List<String> released() {
        return List.copyOf(permitted);
    }

    /** What breaks something. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** For tests that only want a number of answers. */
    public void read(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            if (read().filter(reply -> reply.status() == 200).isEmpty()) {
                throw new IOException("read " + i + " was not answered with 200");
            }
        }
    }
}
