package org.caregate.commandline.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.caregate.commandline.doctor.Finding.NotApplicable;
import org.caregate.commandline.doctor.Finding.Warning;
import org.caregate.commandline.doctor.Finding.Well;
import org.caregate.crypto.provider.SignatureProvider;

/** The machine and the JVM, as they are for this account. */
final class MachineChecks {
    private static final String GROUP = "machine";
    private static final long FEW_FILES = 8192;

    private MachineChecks() {}

    static List<Check> of() {
        return List.of(
                new Check(
                        "open-files",
                        GROUP,
                        "Many connections can be open at once",
                        () -> files(
                                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                                        ? unix.getMaxFileDescriptorCount()
                                        : -1)),
                new Check(
                        "fast-signatures",
                        GROUP,
                        "Signatures are made by the fast provider",
                        () -> provider(SignatureProvider.fastOrNull() != null)));
    }

    static Finding files(long most) {
        if (most < 0) {
            return new NotApplicable("this system does not say");
        }
        return most < FEW_FILES
                ? new Warning("at most " + most + " open files", "Raise the limit (LimitNOFILE of the unit) to 65536.")
                : new Well("" + most);
    }

    static Finding provider(boolean fast) {
        return fast
                ? new Well("Amazon Corretto Crypto Provider")
                : new Warning(
                        "it does not load here",
                        "Tokens are issued several times slower: use x86-64 or arm64 Linux with glibc.");
    }
}
