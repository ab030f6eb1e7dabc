package org.caregate.gateway.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.caregate.gateway.hostile.Mutations.Node;
import org.caregate.gateway.hostile.Mutations.Property;
import org.caregate.gateway.json.FhirJson;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Valid resources of patient p1, each of which a restricted token may write. */
final class Seeds {
    private static final FhirJson JSON = new FhirJson(64, 1 << 20);

    static final List<String> TEXTS = List.of("""
            {"resourceType":"Observation","id":"o1","status":"final","category":[{"coding":[{"system":"http://s","code":"vital-signs"}]}],
             "code":{"text":"weight"},"subject":{"reference":"Patient/p1"},"performer":[{"reference":"Patient/p1"}],
             "component":[{"code":{"text":"c"},"valueQuantity":{"value":7.0}}],"valueQuantity":{"value":70.10}}
            """, """
            {"resourceType":"Condition","id":"o1","code":{"text":"c"},"subject":{"reference":"Patient/p1"},
             "recorder":{"reference":"Practitioner/d1"},"asserter":{"reference":"Patient/p1"},"note":[{"text":"n"}]}
            """, """
            {"resourceType":"DocumentReference","id":"o1","status":"current","subject":{"reference":"Patient/p1"},
             "author":[{"reference":"Practitioner/d1"}],"content":[{"attachment":{"contentType":"text/plain","data":"YWJj"}}],
             "context":{"sourcePatientInfo":{"reference":"Patient/p1"}}}
            """, """
            {"resourceType":"MedicationRequest","id":"o1","status":"active","intent":"order","subject":{"reference":"Patient/p1"},
             "contained":[{"resourceType":"Medication","id":"m","code":{"text":"m"}}],"medicationReference":{"reference":"#m"},
             "requester":{"reference":"Practitioner/d1","display":"D"},"dosageInstruction":[{"text":"one","timing":{"repeat":{"frequency":1}}}]}
            """, """
            {"resourceType":"AllergyIntolerance","id":"o1","patient":{"reference":"Patient/p1"},"recorder":{"reference":"Patient/p1"},
             "extension":[{"url":"http://x","valueReference":{"reference":"Organization/1"}}],"reaction":[{"manifestation":[{"text":"m"}]}]}
            """);

    private Seeds() {}

    static List<Node.Obj> parsed() {
        List<Node.Obj> parsed = new ArrayList<>();
        for (String text : TEXTS) {
            try (JsonParser in = JSON.read(text.getBytes(StandardCharsets.UTF_8))) {
                in.nextToken();
                parsed.add((Node.Obj) node(in));
            }
        }
        return parsed;
    }

    private static Node node(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                List<Property> properties = new ArrayList<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    properties.add(new Property(name, node(in)));
                }
                yield new Node.Obj(properties);
            }
            case START_ARRAY -> {
                List<Node> elements = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(node(in));
                }
                yield new Node.Arr(elements);
            }
            case VALUE_STRING -> new Node.Raw("\"" + in.getString() + "\"");
            default -> new Node.Raw(in.getString());
        };
    }
}
