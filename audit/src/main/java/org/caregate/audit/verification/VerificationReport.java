package org.caregate.audit.verification;

import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.rendering.LineText;

/**
 * What a verification saw.
 *
 * @param entries entries judged
 * @param checkpoints anchored checkpoints they were judged by, of lanes and root
 * @param uncovered the end of each lane that no anchored checkpoint covers yet
 * @param waiting entries that have no place yet
 */
public record VerificationReport(
        long entries, long checkpoints, List<Uncovered> uncovered, long waiting, List<Finding> findings) {
    /** Entries from {@code from} to before {@code to} that only the lane's own head vouches for. */
    public record Uncovered(String origin, long from, long to) {
        public String line() {
            return origin + ": entries " + from + " to " + (to - 1) + " are not covered by an anchored checkpoint yet";
        }
    }

    public VerificationReport {
        uncovered = List.copyOf(uncovered);
        findings = List.copyOf(findings);
    }

    /** The same with what was found elsewhere. */
    public VerificationReport and(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new VerificationReport(entries, checkpoints, uncovered, waiting, all);
    }

    public boolean verified() {
        return findings.isEmpty();
    }

    /** For people: the verdict first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add((verified() ? "verified: " : "TAMPERED: ") + entries + " entries against " + checkpoints
                + " checkpoints" + (verified() ? "" : ", " + findings.size() + " findings"));
        findings.forEach(finding -> lines.add("  " + LineText.visible(finding.line())));
        uncovered.forEach(tail -> lines.add("  " + tail.line()));
        if (waiting > 0) {
            lines.add("  " + waiting + " entries wait for their place");
        }
        return lines;
    }
}
