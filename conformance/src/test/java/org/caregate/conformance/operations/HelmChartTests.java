package org.caregate.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The chart in {@code deploy/helm}, by Helm itself; what it renders is given to the program. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class HelmChartTests {
    private static final Path CHART = DemoProcess.root().resolve("deploy/helm/caregate");

    private static final String VALUES = """
            config:
              issuer: https://auth.example.org
              database:
                url: "jdbc:postgresql://db.example.org/caregate"
                runtime: { user: caregate }
                reader: { user: caregate_reader }
              resources:
                - base: https://api.example.org/fhir
                  kind: fhir-r4
                  upstream: { url: "https://fhir.internal.example.org/fhir" }
              tokens: { accessLifetime: 120s }
            listeners: { proxies: [ 10.0.0.0/24, "fd00::7" ] }
            secrets: { upstream: caregate-upstream, authorities: caregate-authorities }
            monitoring: { namespace: monitoring }
            """;

    @TempDir
    Path folder;

    private Path values;

    @BeforeEach
    void writeValues() throws IOException {
        values = Files.writeString(folder.resolve("values.yaml"), VALUES);
    }

    /** The chart in a folder of its own, each file changed like that. */
    private Path copy(String name, UnaryOperator<String> change) throws IOException {
        Path copy = folder.resolve(name);
        try (var all = Files.walk(CHART)) {
            for (Path path : all.toList()) {
                Path target = copy.resolve(CHART.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.writeString(target, change.apply(Files.readString(path)));
                }
            }
        }
        return copy;
    }

    /** Helm leaves hooks out of what it renders, so they are none here. */
    private List<Map<String, Object>> rendered(Path file) throws IOException {
        TemplateCommand template = new Helm(copy("rendered", text -> text.replaceAll("(?m)^ +helm.sh/hook.*\n", "")))
                .template()
                .withName("caregate")
                .withNamespace("health")
                .withKubeVersion("1.33.0")
                .withValuesFile(file);
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : new Yaml().loadAll(template.call())) {
            if (document instanceof Map<?, ?> map) {
                documents.add(texts(map));
            }
        }
        return documents;
    }

    @SuppressWarnings("unchecked") // keys of a manifest are texts
    private static Map<String, Object> texts(Object map) {
        return (Map<String, Object>) map;
    }

    private static Map<String, Object> only(List<Map<String, Object>> documents, String kind, String name) {
        return documents.stream()
                .filter(one -> kind.equals(one.get("kind"))
                        && name.equals(at(one, "metadata").get("name")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> at(Map<String, Object> from, String... path) {
        Map<String, Object> found = from;
        for (String name : path) {
            found = texts(Objects.requireNonNull(found.get(name), name));
        }
        return found;
    }

    private static List<?> list(Map<String, Object> from, String name) {
        return (List<?>) Objects.requireNonNull(from.get(name), name);
    }

    @Test
    void chart_isLinted_withoutAWarning() throws IOException {
        // with values in place of those that have no default; lint reads the chart's alone
        Path copy = copy("caregate", text -> text);
        String own = Files.readString(copy.resolve("values.yaml"));
        Files.writeString(
                copy.resolve("values.yaml"),
                own.replace("issuer: \"\"", "issuer: https://auth.example.org")
                        .replace("url: \"\"", "url: \"jdbc:postgresql://db.example.org/caregate\"")
                        .replace(
                                "resources: []",
                                "resources: [{ base: \"https://api.example.org/fhir\", kind: fhir-r4, upstream: { url: \"https://f.example.org/fhir\" } }]"));
        LintResult result = new Helm(copy).lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.contains("WARNING") || line.contains("ERROR"));
    }

    @Test
    void everyPod_isLockedDown_andNoSecretIsInAManifest() throws IOException {
        List<Map<String, Object>> documents = rendered(values);
        assertThat(documents)
                .extracting(one -> one.get("kind"))
                .containsExactlyInAnyOrder(
                        "ConfigMap",
                        "ConfigMap",
                        "Job",
                        "Deployment",
                        "Service",
                        "Service",
                        "NetworkPolicy",
                        "PodDisruptionBudget",
                        "PersistentVolumeClaim");
        int pods = 0;
        for (Map<String, Object> one : documents) {
            if (!List.of("Deployment", "Job").contains(String.valueOf(one.get("kind")))) {
                continue;
            }
            pods++;
            Map<String, Object> pod = at(one, "spec", "template", "spec");
            assertThat(pod).containsEntry("automountServiceAccountToken", false);
            assertThat(at(pod, "securityContext"))
                    .containsEntry("runAsNonRoot", true)
                    .containsEntry("runAsUser", 65532)
                    .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
            Map<String, Object> container = texts(list(pod, "containers").getFirst());
            assertThat(at(container, "securityContext"))
                    .containsEntry("allowPrivilegeEscalation", false)
                    .containsEntry("readOnlyRootFilesystem", true)
                    .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
            assertThat(at(container, "resources", "limits")).containsKey("memory");
        }
        assertThat(pods).isEqualTo(2);
    }

    @Test
    void ownersPassword_isTheMigrationsAlone() throws IOException {
        List<Map<String, Object>> documents = rendered(values);
        assertThat(only(documents, "Deployment", "caregate").toString())
                .contains("caregate-database")
                .doesNotContain("owner");
        assertThat(only(documents, "Job", "caregate-migration").toString()).contains("caregate-owner");
        assertThat(at(only(documents, "ConfigMap", "caregate"), "data").toString())
                .doesNotContain("owner");
    }

    @ParameterizedTest
    @CsvSource({"Deployment, caregate", "Job, caregate-migration"})
    void whatIsMounted_isTakenByTheProgram(String kind, String name) throws Exception {
        List<Map<String, Object>> documents = rendered(values);
        Path mounted = Files.createDirectory(folder.resolve("etc"));
        Map<String, Object> pod = at(only(documents, kind, name), "spec", "template", "spec");
        Map<String, Object> configuration = texts(list(pod, "volumes").getFirst());
        assertThat(at(configuration, "projected")).containsEntry("defaultMode", 0440);
        for (Object source : list(at(configuration, "projected"), "sources")) {
            if (texts(source).containsKey("configMap")) {
                String map = String.valueOf(at(texts(source), "configMap").get("name"));
                for (Map.Entry<String, Object> entry :
                        at(only(documents, "ConfigMap", map), "data").entrySet()) {
                    Files.writeString(mounted.resolve(entry.getKey()), String.valueOf(entry.getValue()));
                }
                continue;
            }
            for (Object item : list(at(texts(source), "secret"), "items")) {
                Path file = mounted.resolve(String.valueOf(texts(item).get("path")));
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.writeString(file, "x\n");
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
            }
        }
        Command checked = DemoProcess.run(List.of(
                "config", "check", "--config", mounted.resolve("caregate.yaml").toString()));
        assertThat(checked.output().lines().filter(line -> line.contains("caregate.yaml:")))
                .as(checked.output())
                .isEmpty();
        Command loaded = DemoProcess.run(List.of(
                "user", "list", "--config", mounted.resolve("caregate.yaml").toString()));
        assertThat(loaded.output())
                .as("a key file with nothing in it, and not one that is open to others")
                .contains("keys.json")
                .doesNotContain("open to others");
        assertThat(Files.readString(mounted.resolve("caregate.yaml")))
                .contains("accessLifetime: 120s", "ca: authorities/database.pem", "bearerFile: upstream/bearer")
                .containsPattern("proxies:\\s+- 10\\.0\\.0\\.0/24\\s+- fd00::7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer: https://auth.example.org | issuer: http://auth.example.org | issuer",
                "url: \"jdbc:postgresql://db.example.org/caregate\" | bundled: { folder: x } | database",
                "tokens: { accessLifetime: 120s } | development: { demoPeople: true } | development",
                "tokens: { accessLifetime: 120s } | listeners: {} | listeners",
                "secrets: { upstream: caregate-upstream, | secrets: { keys: \"\", | keys",
                "monitoring: | replicas: 0 #| replicas",
                "10.0.0.0/24 | balancer.example.org | proxies",
            })
    void valueThatCannotWork_isRefused_byItsName(String good, String bad, String named) throws IOException {
        assertThat(VALUES).contains(good);
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), VALUES.replace(good, bad));
        assertThatThrownBy(() -> rendered(wrong)).hasMessageContaining(named);
    }
}
