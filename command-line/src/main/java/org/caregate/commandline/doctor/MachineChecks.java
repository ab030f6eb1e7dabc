package org.caregate.commandline.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.caregate.commandline.doctor.DoctorResult.NotApplicable;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.commandline.doctor.DoctorResult.Warning;
import org.caregate.crypto.provider.SignatureProvider;

/** The machine and the JVM, as they are for this account. */
final class MachineChecks {
    private static final String GROUP = "machine";
    private static final long FEW_FILES = 8192;

    private MachineChecks() {}

    static List<DoctorCheck> of() {
        return List.of(
                new DoctorCheck(
                        "open-files",
                        GROUP,
                        "The limit of open files allows many connections",
                        () -> files(
                                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                                        ? unix.getMaxFileDescriptorCount()
                                        : -1)),
                new DoctorCheck(
                        "fast-signatures",
                        GROUP,
                        "The fast signature provider is available",
                        () -> provider(SignatureProvider.fastOrNull() != null)));
    }

    static DoctorResult files(long most) {
        if (most < 0) {
            return new NotApplicable("this system does not report it");
        }
        return most < FEW_FILES
                ? new Warning("at most " + most + " open files", "Raise the limit (LimitNOFILE of the unit) to 65536.")
                : new Passed("" + most);
    }

    static DoctorResult provider(boolean fast) {
        return fast
                ? new Passed("Amazon Corretto Crypto Provider")
                : new Warning(
                        "it cannot be loaded on this machine",
                        "Use x86-64 or arm64 Linux with glibc. Without it, tokens are issued several times slower.");
    }
}
