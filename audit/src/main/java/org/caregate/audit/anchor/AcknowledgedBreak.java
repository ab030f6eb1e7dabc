package org.caregate.audit.anchor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A break of the log that an operator has acknowledged: writing goes on in a lane that is none of these, and every verification tells of
 * the break for as long as the log is kept.
 *
 * @param lanes lanes of which nothing is expected any more
 * @param rows waiting rows that will never be placed
 * @param reason what was found, in a line
 */
public record AcknowledgedBreak(Instant time, SortedSet<Integer> lanes, SortedSet<UUID> rows, String reason) {
    public AcknowledgedBreak {
        lanes = new TreeSet<>(lanes);
        rows = new TreeSet<>(rows);
        reason = reason.replaceAll("\\s+", " ").strip();
    }

    String text() {
        StringBuilder text = new StringBuilder("time " + time + "\nreason " + reason + "\n");
        lanes.forEach(lane -> text.append("lane ").append(lane).append('\n'));
        rows.forEach(row -> text.append("row ").append(row).append('\n'));
        return text.toString();
    }

    static AcknowledgedBreak parse(String text) {
        Instant time = Instant.EPOCH;
        String reason = "";
        List<Integer> lanes = new ArrayList<>();
        List<UUID> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            String value = line.substring(space + 1);
            switch (line.substring(0, Math.max(0, space))) {
                case "time" -> time = Instant.parse(value);
                case "reason" -> reason = value;
                case "lane" -> lanes.add(Integer.valueOf(value));
                case "row" -> rows.add(UUID.fromString(value));
                default -> throw new IllegalArgumentException("not an acknowledged break");
            }
        }
        return new AcknowledgedBreak(time, new TreeSet<>(lanes), new TreeSet<>(rows), reason);
    }
}
