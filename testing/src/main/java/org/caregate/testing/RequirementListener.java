package org.caregate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Notes, beside each module's build output, which {@link Requirement}s were proved by tests that ran and passed. */
public final class RequirementListener implements TestExecutionListener {
    private final Queue<String> proved = new ConcurrentLinkedQueue<>();

    /** Made by the JUnit platform. */
    public RequirementListener() {}

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            return;
        }
        test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .ifPresent(source -> requirements(source)
                        .forEach(id -> proved.add(
                                id + "," + source.getJavaClass().getSimpleName() + "." + source.getMethodName())));
    }

    private static List<String> requirements(MethodSource source) {
        List<String> ids = new ArrayList<>();
        for (Class<?> type = source.getJavaClass(); type != null; type = type.getEnclosingClass()) {
            add(ids, type.getAnnotation(Requirement.class));
        }
        add(ids, source.getJavaMethod().getAnnotation(Requirement.class));
        return ids;
    }

    private static void add(List<String> ids, @org.jspecify.annotations.Nullable Requirement requirement) {
        if (requirement != null) {
            ids.addAll(List.of(requirement.value()));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        Path target = Path.of("target");
        if (proved.isEmpty() || !Files.isDirectory(target)) {
            return;
        }
        try {
            Path folder = Files.createDirectories(target.resolve("requirements"));
            Files.write(
                    folder.resolve(ProcessHandle.current().pid() + "-" + System.nanoTime() + ".csv"),
                    new ArrayList<>(proved),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
