package org.caregate.identity.password;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's priority of a thread. Linux ignores Java's own unless the JVM runs as root; lowering it by
 * {@code setpriority(2)} is open to everyone, and there it counts for the calling thread alone.
 */
final class ThreadPriority {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadPriority.class);
    private static final int PRIO_PROCESS = 0;
    private static final int LOWEST = 19;

    private static final Optional<MethodHandle> SET_PRIORITY = find();
    private static final ThreadLocal<Boolean> LOWERED = ThreadLocal.withInitial(() -> false);

    private ThreadPriority() {}

    /** Lets every other thread go first; does nothing where the system has no such call. */
    static void lowestForThisThread() {
        if (LOWERED.get()) {
            return;
        }
        LOWERED.set(true);
        SET_PRIORITY.ifPresent(call -> {
            try {
                int result = (int) call.invokeExact(PRIO_PROCESS, 0, LOWEST);
                LOG.debug("setpriority: {}", result);
            } catch (Throwable e) {
                throw new IllegalStateException("setpriority has another signature here", e);
            }
        });
    }

    @SuppressWarnings("restricted") // the launcher enables native access
    private static Optional<MethodHandle> find() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        return linker.defaultLookup().find("setpriority").map(address -> linker.downcallHandle(address, signature));
    }
}
