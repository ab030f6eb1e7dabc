package org.caregate.conformance.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caregate.check.client.Browser;
import org.caregate.check.client.DemoFile;
import org.caregate.check.client.Http;
import org.caregate.check.client.OneTimeCode;
import org.caregate.check.client.Reply;
import org.caregate.conformance.Await;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import org.caregate.conformance.FhirServer;
import org.caregate.testing.postgresql.PostgresCluster;
import org.caregate.testing.postgresql.ServerAuthority;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** What an engineer installs: an external database, a FHIR server, nodes made by the commands of the production guide. */
final class Deployment {
    private static final String PASSWORD = "seven tall ships at dawn";
    private static final Pattern LINK = Pattern.compile("https://\\S+/invitation\\?token=\\S+");

    private final Path folder = Files.createTempDirectory("caregate-nodes-");
    private final Path configuration = folder.resolve("caregate.yaml");
    private final Balancer issuers = new Balancer();
    private final Balancer gateways = new Balancer();
    private final List<Program> nodes = new ArrayList<>();
    private final FhirServer fhir;
    private final ServerAuthority authority;
    private final ObjectNode described = JsonMapper.shared().createObjectNode();
    private Path build;
    private @Nullable DemoFile file;

    /**
     * Makes the files and the database, but starts no node.
     *
     * @param build the folder of the program
     * @param hosts the database's hosts as a JDBC URL lists them
     */
    Deployment(Path build, PostgresCluster postgres, String hosts) throws Exception {
        this.build = build;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        this.authority = new ServerAuthority(folder, "listeners-ca");
        authority.sign("listeners", "DNS:localhost");
        this.fhir = new FhirServer(List.of(), folder.resolve("upstream"), DemoProcess.freePorts());
        done(
                "init",
                "--issuer",
                issuer().toString(),
                "--base",
                base().toString(),
                "--upstream",
                "http://127.0.0.1:" + fhir.port() + "/fhir",
                "--upstream-credential",
                folder.resolve("upstream").toString(),
                "--certificate",
                folder.resolve("listeners.pem").toString(),
                "--key",
                folder.resolve("listeners.key").toString(),
                "--listen",
                "127.0.0.1",
                "--database-url",
                "jdbc:postgresql://" + hosts + "/caregate",
                "--database-ca",
                postgres.authorityFile().toString());
        postgres.script(done("database", "script"));
        done("database", "migrate");
        String key = done("keys", "init");
        described.put("issuer", issuer().toString());
        described.put("fhirBase", base().toString());
        described.put("management", "http://127.0.0.1:1");
        described.put("ca", authority.certificate().toString());
        described.put("logKey", key);
        described.putObject("people");
        described.putObject("clients");
    }

    URI issuer() {
        return URI.create("https://localhost:" + issuers.port());
    }

    URI base() {
        return URI.create("https://localhost:" + gateways.port() + "/fhir");
    }

    Path folder() {
        return folder;
    }

    List<Program> nodes() {
        return nodes;
    }

    /** Callers of the whole, each request on a connection of its own. */
    Http http() {
        return Http.connectingEachTime(authority.certificate());
    }

    /** The deployment as the clients of the check know one; once it is set up. */
    DemoFile file() {
        return Objects.requireNonNull(file);
    }

    /** Starts another node on this machine. */
    Program addNode() throws Exception {
        return addNode(List.of(), "127.0.0.1", yaml -> yaml);
    }

    /** Starts another node; {@code change} is made to its configuration. */
    Program addNode(List<String> prefix, String host, UnaryOperator<String> change) throws Exception {
        int first = DemoProcess.freePorts();
        String yaml = Files.readString(configuration)
                .replace("address: 127.0.0.1, port: " + issuers.port(), "address: " + host + ", port: " + first)
                .replace("address: 127.0.0.1, port: " + gateways.port(), "address: " + host + ", port: " + (first + 1))
                .replace("port: 9081", "port: " + (first + 2));
        Path own = folder.resolve("node-" + first + ".yaml");
        Files.writeString(own, change.apply(yaml));
        Program node = new Program(build, prefix, own, host, first, first + 1, first + 2);
        nodes.add(node);
        balance(nodes);
        return node;
    }

    /** From now on the balancers know these nodes only. */
    void balance(List<Program> known) {
        issuers.to(known.stream().map(Program::issuer).toList());
        gateways.to(known.stream().map(Program::gateway).toList());
    }

    /** The first administrator, by the link that a node prints; then the people and clients of the tests. */
    void setUp() throws Exception {
        Program first = nodes.getFirst();
        Await.until("a set-up link", () -> LINK.matcher(first.said()).find());
        register("administrator", "root.admin", link(first.said()), List.of());
        for (Program node : nodes) {
            node.awaitReady();
        }
        List<String> patients = FhirServer.patients();
        String own = patients.getFirst();
        register(
                "patient",
                "pat",
                link(done("user", "add", "pat", "--name", "Pat Doe", "--role", "patient", "--patient", own)),
                List.of(own));
        app(patients);
        backend();
        resourceServer();
        Path written = folder.resolve("demo.json");
        JsonMapper.shared().writeValue(written, described);
        file = DemoFile.read(written);
    }

    private static String link(String text) {
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group();
    }

    private void register(String role, String username, String link, List<String> patients) {
        Browser browser = new Browser(http(), issuer());
        Reply page = browser.open(URI.create(link));
        Reply scan = browser.submit(page, "#password-submit", form -> {
            form.select("input#username").forEach(input -> input.val(username));
            form.select("#displayName").forEach(input -> input.val(username));
            form.select("#password").forEach(input -> input.val(PASSWORD));
            form.select("#again").forEach(input -> input.val(PASSWORD));
        });
        String secret = scan.html().select("#seed").text().replace(" ", "");
        assertThat(secret).as(scan.text()).isNotEmpty();
        Reply end = browser.submit(
                scan,
                "#code-submit",
                form -> form.select("#code").forEach(input -> input.val(OneTimeCode.next(secret))));
        assertThat(end.html().selectFirst("#sign-in")).as(end.text()).isNotNull();
        ObjectNode person = described.withObject("/people/" + role);
        person.put("username", username).put("password", PASSWORD).put("totpSecret", secret);
        patients.forEach(person.putArray("patients")::add);
    }

    private void app(List<String> patients) throws Exception {
        assertThat(patients).isNotEmpty();
        String redirect = "https://127.0.0.1:7443/app.html";
        JsonNode added = added(Map.of(
                "client_name",
                "App",
                "token_endpoint_auth_method",
                "none",
                "grant_types",
                List.of("authorization_code", "refresh_token"),
                "redirect_uris",
                List.of(redirect),
                "scope",
                "openid fhirUser launch/patient offline_access patient/Patient.rs patient/Observation.rs"));
        describe("app", added).put("redirect_uri", redirect);
    }

    private void backend() throws Exception {
        ECKey key = key();
        JsonNode added = added(Map.of(
                "client_name",
                "Backend",
                "token_endpoint_auth_method",
                "private_key_jwt",
                "jwks",
                new JWKSet(key.toPublicJWK()).toJSONObject(),
                "grant_types",
                List.of("client_credentials"),
                "scope",
                "system/Patient.rs system/Observation.rs"));
        describe("backend", added).putRawValue("jwk", new RawValue(key.toJSONString()));
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void resourceServer() throws Exception {
        JsonNode added = added(Map.of(
                "client_name",
                "Resource server",
                "caregate_profile",
                "Service2026",
                "token_endpoint_auth_method",
                "client_secret_basic",
                "grant_types",
                List.of("client_credentials"),
                "scope",
                "system/Patient.rs",
                "caregate_introspects",
                List.of(base().toString())));
        describe("resourceServer", added)
                .put("client_secret", added.required("client_secret").asString());
    }

    private JsonNode added(Map<String, ?> registration) throws Exception {
        Path file = folder.resolve("client.json");
        JsonMapper.shared().writeValue(file, registration);
        return JsonMapper.shared().readTree(done("client", "add", file.toString(), "--output", "json"));
    }

    private ObjectNode describe(String name, JsonNode added) {
        return described
                .withObject("/clients/" + name)
                .put("client_id", added.required("client_id").asString());
    }

    /** From now on commands and new nodes are those of that folder. */
    void use(Path other) {
        build = other;
    }

    /** A command on the server's machine. */
    Command command(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", configuration.toString()));
        return DemoProcess.run(build, all);
    }

    /** A command that has to succeed; what it printed. */
    String done(String... arguments) throws IOException, InterruptedException {
        Command command = command(arguments);
        assertThat(command.status()).as(command.output()).isZero();
        return command.output();
    }

    /** How many connections the balancers gave that node. */
    int served(Program node) {
        return issuers.served(node.issuer()) + gateways.served(node.gateway());
    }

    /** Ends everything and removes the folder. */
    void remove() throws IOException, InterruptedException {
        for (Program node : nodes) {
            node.stop();
        }
        fhir.close();
        issuers.close();
        gateways.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
