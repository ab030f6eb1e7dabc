package org.caregate.commandline.api;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caregate.commandline.api.CallOptions.Output;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.oauth.Form;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The calls of one command, and its answer on the terminal. */
public final class Calls implements AutoCloseable {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int PAGE = 200;

    private final Transport transport;
    private final Output output;
    private final PrintWriter out;

    Calls(Transport transport, Output output, PrintWriter out) {
        this.transport = transport;
        this.output = output;
        this.out = out;
    }

    /** A path of the API; each value becomes one segment. */
    public static String path(String template, String... values) {
        String path = template;
        for (String value : values) {
            if (value.isBlank() || value.length() > 200) {
                throw CommandRefused.unusable("A name has 1 to 200 characters.");
            }
            path = path.replaceFirst("\\{}", Form.encoded(value).replace("+", "%20"));
        }
        return path;
    }

    /** A query of what is given. */
    public static String query(Map<String, @Nullable String> parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value);
            }
        });
        return given.isEmpty() ? "" : "?" + Form.encoded(given);
    }

    /** One thing. */
    public Reply get(String path) {
        return transport.call("GET", path, null, null).done();
    }

    /** One thing, if there is one. */
    public Optional<Reply> find(String path) {
        Reply reply = transport.call("GET", path, null, null);
        return reply.status() == 404 ? Optional.empty() : Optional.of(reply.done());
    }

    /** Changes what had that tag when it was read; when someone changed it since, it is refused. */
    public Reply change(String method, String path, Map<String, ?> body, @Nullable String tag) {
        return transport.call(method, path, JSON.writeValueAsString(body), tag).done();
    }

    /** Sends a body, and answers what came. */
    public Reply send(String method, String path, @Nullable Map<String, ?> body) {
        return transport
                .call(method, path, body == null ? null : JSON.writeValueAsString(body), null)
                .done();
    }

    /** Changes what was read a moment ago; when someone was faster, it is refused. */
    public Reply change(String method, String what, String path, @Nullable Map<String, ?> body) {
        Reply read = get(what);
        String json = body == null ? null : JSON.writeValueAsString(body);
        return transport.call(method, path, json, read.tag()).done();
    }

    /** Every item of a list that has one page. */
    public List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        get(path).json().path("items").forEach(items::add);
        return items;
    }

    /** Every item of a list, page by page, at most so many. */
    public List<JsonNode> list(String path, int most) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (cursor != null && items.size() < most) {
            String page = path + (path.contains("?") ? "&" : "?") + "limit=" + Math.min(PAGE, most - items.size());
            JsonNode answer =
                    get(cursor.isEmpty() ? page : page + "&cursor=" + cursor).json();
            answer.path("items").forEach(items::add);
            cursor = answer.has("next") ? answer.path("next").asString() : null;
        }
        return items;
    }

    /** Shows one thing: its members, or itself as JSON. */
    public int show(JsonNode json) {
        if (output == Output.JSON) {
            out.println(JSON.writeValueAsString(json));
        } else {
            int width =
                    json.propertyNames().stream().mapToInt(String::length).max().orElse(0);
            json.properties().forEach(member -> {
                String name = member.getKey();
                out.println(name + ":" + " ".repeat(width - name.length() + 1) + text(member.getValue()));
            });
        }
        out.flush();
        return ExitStatus.OK;
    }

    /** Shows things, a line each under the names of those members, or all of them as JSON. */
    public int show(List<JsonNode> items, String... columns) {
        if (output == Output.JSON) {
            ArrayNode all = JSON.createArrayNode();
            items.forEach(all::add);
            out.println(JSON.writeValueAsString(all));
        } else {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of(columns).stream()
                    .map(name -> name.replace('_', ' '))
                    .toList());
            items.forEach(item -> rows.add(
                    List.of(columns).stream().map(name -> text(item.path(name))).toList()));
            int[] widths = IntStream.range(0, columns.length)
                    .map(i -> rows.stream()
                            .mapToInt(row -> row.get(i).length())
                            .max()
                            .orElse(0))
                    .toArray();
            rows.forEach(row -> out.println(IntStream.range(0, columns.length)
                    .mapToObj(
                            i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
                    .collect(Collectors.joining("  "))
                    .stripTrailing()));
        }
        out.flush();
        return ExitStatus.OK;
    }

    /** Says a sentence, or shows the JSON behind it. */
    public int say(String sentence, JsonNode json) {
        if (output == Output.JSON) {
            return show(json);
        }
        out.println(sentence);
        out.flush();
        return ExitStatus.OK;
    }

    /** What strangers typed may not move the terminal's cursor. */
    private static String text(JsonNode value) {
        String text = switch (value) {
            case ArrayNode array -> array.valueStream().map(Calls::text).collect(Collectors.joining(" "));
            case JsonNode one when one.isMissingNode() || one.isNull() -> "";
            case JsonNode one when one.isObject() -> one.toString();
            default -> value.asString("");
        };
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public void close() {
        transport.close();
    }
}
