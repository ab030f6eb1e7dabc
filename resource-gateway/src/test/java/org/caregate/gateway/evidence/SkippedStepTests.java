package org.caregate.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small programs that skip a step of the pipeline, each with the reason why it does not compile. */
class SkippedStepTests {
    private static final String PARAMETERS =
            "Permit permit, AuditReceipt receipt, PromisedReceipt promised, Forwarder forwarder, "
                    + "FhirExchange exchange, ProvenPart part, OwnDocument document, UpstreamRequest request, TokenClaims claims";

    /**
     * What is tried, and why it fails.
     *
     * @param statement the body of a method with one of each evidence at hand
     * @param reason the compiler's key for it
     * @param words of the compiler's message, so that it fails for this and nothing else
     */
    record Skipped(String statement, String reason, String words) {
        @Override
        public String toString() {
            return statement;
        }
    }

    private static Skipped notApplicable(String statement, String words) {
        return new Skipped(statement, "compiler.err.cant.apply.symbol", words);
    }

    private static Skipped anotherType(String statement, String words) {
        return new Skipped(statement, "compiler.err.prob.found.req", words);
    }

    private static Skipped hidden(String statement, String words) {
        return new Skipped(statement, "compiler.err.not.def.public.cant.access", words);
    }

    private static Skipped hiddenConstructor(String statement, String words) {
        return new Skipped(statement, "compiler.err.not.def.public", words);
    }

    static Stream<Skipped> skipped() {
        return Stream.of(
                // forwarding
                notApplicable("forwarder.forward(permit, request);", "forward"),
                notApplicable("forwarder.forward(receipt, request);", "forward"),
                anotherType("forwarder.forward(permit, promised, request);", "PromisedReceipt"),
                notApplicable("forwarder.forwardWhileRecording(permit, request);", "forwardWhileRecording"),
                notApplicable("forwarder.readPatient(\"p1\", Duration.ofSeconds(1));", "readPatient"),
                hidden("org.caregate.gateway.upstream.UpstreamClient client;", "UpstreamClient"),
                // releasing
                notApplicable("exchange.release(part, 200, Map.of());", "release"),
                notApplicable("exchange.release(receipt, 200, Map.of());", "release"),
                anotherType("exchange.release(document, receipt, 200, Map.of());", "OwnDocument"),
                anotherType("exchange.release(new byte[0], receipt, 200, Map.of());", "byte[]"),
                notApplicable("exchange.publish(document);", "publish"),
                anotherType("exchange.publish(part, receipt);", "ProvenPart"),
                notApplicable("exchange.done(200, Map.of());", "done"),
                // evidence out of nothing
                hiddenConstructor("new ProvenPart(ByteBuffer.allocate(1), Set.of(), Set.of(), true);", "ProvenPart"),
                hiddenConstructor("new OwnDocument(new byte[0]);", "OwnDocument"),
                hiddenConstructor("new Permit(permit.request(), permit.obligations(), \"\");", "Permit"),
                hiddenConstructor("new AuditReceipt(receipt.entryId(), \"e-1\", 0);", "AuditReceipt"),
                hiddenConstructor("new Authenticated(claims, \"key\");", "Authenticated"),
                hiddenConstructor("new Facts(Instant.EPOCH, null, null, null, null);", "Facts"),
                new Skipped(
                        "new Permit(permit.request(), permit.obligations(), \"\") {};",
                        "compiler.err.cant.inherit.from.final",
                        "Permit"),
                new Skipped(
                        "new ProvenPart(ByteBuffer.allocate(1), Set.of(), Set.of(), true) {};",
                        "compiler.err.cant.inherit.from.final",
                        "ProvenPart"));
    }

    @ParameterizedTest
    @MethodSource("skipped")
    void programThatSkipsAStep_doesNotCompile_forThatReason(Skipped skipped) {
        List<Diagnostic<? extends JavaFileObject>> errors = compile(skipped.statement());

        assertThat(errors)
                .anySatisfy(error -> {
                    assertThat(error.getCode()).startsWith(skipped.reason());
                    assertThat(error.getMessage(Locale.ROOT)).contains(skipped.words());
                })
                .allSatisfy(error ->
                        assertThat(error.getLineNumber()).as(error.toString()).isEqualTo(STATEMENT_LINE));
    }

    @Test
    void programThatTakesEveryStep_compiles() {
        assertThat(compile("forwarder.forward(permit, receipt, request);"
                        + "forwarder.forwardWhileRecording(permit, promised, request);"
                        + "forwarder.readPatient(\"p1\", receipt, Duration.ofSeconds(1));"
                        + "exchange.release(part, receipt, 200, Map.of());"
                        + "exchange.publish(document, receipt);"
                        + "exchange.done(receipt, 200, Map.of());"))
                .isEmpty();
    }

    private static final String HEAD = """
            package org.caregate.elsewhere;
            import java.nio.ByteBuffer;
            import java.time.*;
            import java.util.*;
            import org.caregate.audit.*;
            import org.caregate.gateway.discovery.*;
            import org.caregate.gateway.enforcement.FhirExchange;
            import org.caregate.gateway.guard.*;
            import org.caregate.gateway.upstream.*;
            import org.caregate.policy.decision.*;
            import org.caregate.protocol.token.TokenClaims;
            class Program {
            """;

    private static final long STATEMENT_LINE = HEAD.lines().count() + 2;

    private static List<Diagnostic<? extends JavaFileObject>> compile(String statement) {
        String program = HEAD + "void run(" + PARAMETERS + ") throws Exception {\n" + statement + "\n}\n}\n";
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return program;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-implicit:none", "-classpath", System.getProperty("java.class.path"));
        JavacTask task = (JavacTask) compiler.getTask(null, null, found, options, null, List.of(source));
        try {
            task.analyze(); // nothing is written
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return found.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .<Diagnostic<? extends JavaFileObject>>map(one -> one)
                .toList();
    }
}
