package org.caregate.definitions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What FHIR R4's StructureDefinitions say of the elements of each resource and data type. */
final class R4Structures {
    private static final String PROFILES = "/org/hl7/fhir/r4/model/profile/";
    private static final String SYSTEM_TYPE = "http://hl7.org/fhirpath/System.";

    /** Definition name to its elements by path, in the order of the definition. */
    private final SortedMap<String, Map<String, Definition>> definitions = new TreeMap<>();

    private final Set<String> resources = new TreeSet<>();

    /**
     * An element.
     *
     * @param targets the resource types its References may name, by the last segment of the profile
     */
    private record Definition(
            String path, List<String> types, Set<String> targets, String same, boolean required, boolean many) {
        String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        String parent() {
            return path.substring(0, path.lastIndexOf('.'));
        }
    }

    R4Structures() {
        read("profiles-types.xml");
        read("profiles-resources.xml");
    }

    /**
     * A line for each type and each element with elements of its own: {@code Observation.component code:CodeableConcept!
     * value[x]:Quantity|string}. {@code !} is required, {@code *} repeats, {@code -} is an attribute, which has no {@code _name}; a
     * Reference that can name only what is no patient's is {@code Reference~}.
     */
    String structures(Set<String> compartment) {
        Set<String> impersonal = impersonal(compartment);
        StringBuilder out = new StringBuilder();
        definitions.forEach((type, elements) -> {
            Map<String, StringBuilder> lines = new LinkedHashMap<>();
            lines.put(type, new StringBuilder());
            for (Definition element : elements.values()) {
                lines.computeIfAbsent(element.parent(), path -> new StringBuilder())
                        .append(' ')
                        .append(element.name())
                        .append(':')
                        .append(typesOf(element, elements, impersonal))
                        .append(element.many() ? "*" : "")
                        .append(element.required() ? "!" : "");
            }
            lines.forEach((path, line) -> out.append(path).append(line).append('\n'));
        });
        return out.toString();
    }

    /** {@code Reference name name}, {@code Attachment name name}: what the elements of either type are called in JSON. */
    String addressElements() {
        StringBuilder out = new StringBuilder();
        for (String type : List.of("Attachment", "Reference")) {
            Set<String> names = new TreeSet<>();
            for (Map<String, Definition> elements : definitions.values()) {
                for (Definition element : elements.values()) {
                    if (element.types().contains(type)) {
                        names.add(element.name().replace("[x]", type));
                    }
                }
            }
            out.append(type).append(' ').append(String.join(" ", names)).append('\n');
        }
        return out.toString();
    }

    /** One type a line: those that can be no patient's. */
    String impersonalTypes(Set<String> compartment) {
        return impersonal(compartment).stream().map(type -> type + "\n").collect(Collectors.joining());
    }

    /**
     * Resource types outside of the Patient compartment of which no element refers to a type inside of it, or holds any resource. A Group
     * does not count: definitions name one as the kind of subject that they are meant for.
     */
    private Set<String> impersonal(Set<String> compartment) {
        Set<String> impersonal = new TreeSet<>();
        for (String type : resources) {
            boolean personal = Objects.requireNonNull(definitions.get(type)).values().stream()
                    .anyMatch(element -> {
                        boolean holdsAny = element.types().contains("Resource")
                                && !element.name().equals("contained");
                        boolean namesAny = element.targets().contains("Resource");
                        boolean namesMember = element.targets().stream()
                                .anyMatch(target -> compartment.contains(target) && !target.equals("Group"));
                        return holdsAny || namesAny || namesMember;
                    });
            if (!personal && !compartment.contains(type)) {
                impersonal.add(type);
            }
        }
        return impersonal;
    }

    private String typesOf(Definition element, Map<String, Definition> all, Set<String> impersonal) {
        if (!element.same().isEmpty()) {
            return element.same();
        }
        boolean nested = all.values().stream().anyMatch(other -> other.parent().equals(element.path()));
        if (nested) {
            return element.path();
        }
        return element.types().stream()
                .map(type -> type.startsWith(SYSTEM_TYPE) ? attribute(element) : type)
                .map(type -> type.equals("xhtml") ? "xhtml-" : type)
                .map(type ->
                        type.equals("Reference") && impersonal.containsAll(element.targets()) ? "Reference~" : type)
                .distinct()
                .collect(Collectors.joining("|"));
    }

    /** The definitions give the type of ids and of an extension's address as FHIRPath's String. */
    private String attribute(Definition element) {
        if (element.path().equals("Extension.url")) {
            return "uri-";
        }
        if (!element.name().equals("id")) {
            throw new IllegalStateException("an attribute the table does not know: " + element.path());
        }
        return resources.contains(element.parent()) ? "id-" : "string-";
    }

    private void read(String file) {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        try (InputStream in = Objects.requireNonNull(R4Structures.class.getResourceAsStream(PROFILES + file))) {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute("jdk.xml.maxGeneralEntitySizeLimit", "0");
            factory.setAttribute("jdk.xml.totalEntitySizeLimit", "0");
            Element bundle = factory.newDocumentBuilder().parse(in).getDocumentElement();
            for (Element entry : children(bundle, "entry")) {
                for (Element definition : children(children(entry, "resource").getFirst(), "StructureDefinition")) {
                    add(definition);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Element definition) {
        String kind = value(definition, "kind");
        boolean concrete = value(definition, "abstract").equals("false");
        if (!concrete
                || !value(definition, "derivation").equals("specialization")
                || !(kind.equals("resource") || kind.equals("complex-type"))) {
            return;
        }
        String name = value(definition, "type");
        if (kind.equals("resource")) {
            resources.add(name);
        }
        Map<String, Definition> elements = new LinkedHashMap<>();
        for (Element element : children(children(definition, "snapshot").getFirst(), "element")) {
            String path = value(element, "path");
            if (path.contains(".")) {
                elements.put(path, element(element, path));
            }
        }
        definitions.put(name, elements);
    }

    private static Definition element(Element element, String path) {
        List<String> types = new ArrayList<>();
        Set<String> targets = new TreeSet<>();
        for (Element type : children(element, "type")) {
            String code = value(type, "code");
            types.add(code);
            if (code.equals("Reference")) {
                List<Element> profiles = children(type, "targetProfile");
                if (profiles.isEmpty()) {
                    targets.add("Resource");
                }
                profiles.forEach(profile -> targets.add(lastSegment(profile.getAttribute("value"))));
            }
        }
        String same = value(element, "contentReference");
        return new Definition(
                path,
                types,
                targets,
                same.isEmpty() ? "" : same.substring(1),
                !value(element, "min").equals("0"),
                !value(element, "max").equals("1"));
    }

    private static String lastSegment(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static String value(Element parent, String child) {
        List<Element> found = children(parent, child);
        return found.isEmpty() ? "" : found.getFirst().getAttribute("value");
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
