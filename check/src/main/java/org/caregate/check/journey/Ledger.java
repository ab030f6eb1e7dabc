package org.caregate.check.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.caregate.check.client.Reply;
import tools.jackson.databind.JsonNode;

/** The entries the log must hold, each known by the request id of its answer. */
final class Ledger {
    private final List<Line> expected = new ArrayList<>();

    private record Line(String step, String requestId, String action, String outcome, String reason) {}

    /** Notes that this answer's exchange must stand in the log. */
    void expect(String step, Reply reply, String action, String outcome, String reason) {
        Expectation.holds(
                step + ": the answer carries X-Request-Id", !reply.requestId().isEmpty());
        expected.add(new Line(step, reply.requestId(), action, outcome, reason));
    }

    /** Compares with the exported entries and answers how many were found. */
    int compare(List<JsonNode> entries) {
        Map<String, List<JsonNode>> byExchange = entries.stream()
                .collect(Collectors.groupingBy(entry -> entry.path("exchange").asString("")));
        for (Line line : expected) {
            List<JsonNode> exchange = byExchange.getOrDefault(line.requestId(), List.of());
            boolean found = exchange.stream()
                    .anyMatch(entry -> entry.path("action").asString("").equals(line.action())
                            && entry.path("outcome").asString("").equals(line.outcome())
                            && entry.path("reason").asString("").equals(line.reason()));
            Expectation.holds(
                    "the log tells of step '" + line.step() + "' (request " + line.requestId() + ") as " + line.action()
                            + " " + line.outcome() + " " + line.reason() + "; it has "
                            + exchange.stream()
                                    .map(entry -> entry.path("action").asString("") + " "
                                            + entry.path("outcome").asString("") + " "
                                            + entry.path("reason").asString(""))
                                    .toList(),
                    found);
        }
        return expected.size();
    }
}
