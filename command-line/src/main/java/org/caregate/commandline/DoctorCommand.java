package org.caregate.commandline;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.caregate.commandline.api.CallOptions.Output;
import org.caregate.commandline.doctor.Deployment;
import org.caregate.commandline.doctor.Doctor;
import org.caregate.commandline.doctor.Doctor.Looked;
import org.caregate.commandline.doctor.DoctorResult;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.server.config.ConfigurationFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the deployment and says how to fix what it finds. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the configuration, TLS, database, records, audit log, upstream and machine, and says how to fix each problem."
                    + " It changes nothing. Exit status: 0 when no check failed, 1 when one did.",
            "Example: ./caregate doctor --config /etc/caregate/caregate.yaml"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DoctorCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "Output format: table (default) or json.")
    private Output output;

    @Option(names = "--strict", description = "Return exit status 1 for warnings too.")
    private boolean strict;

    @Override
    public Integer call() {
        try (Deployment deployment = Deployment.open(ConfigurationFile.read(root.configuration()), Clock.systemUTC())) {
            List<Looked> all = new Doctor(PATIENCE).look(deployment.checks());
            PrintWriter out = spec.commandLine().getOut();
            if (output == Output.JSON) {
                out.println(json(all));
            } else {
                table(all, out);
            }
            out.flush();
            long failed = count(all, DoctorResult.Failed.class);
            return failed > 0 || (strict && count(all, DoctorResult.Warning.class) > 0)
                    ? ExitStatus.FAILED
                    : ExitStatus.OK;
        }
    }

    private static long count(List<Looked> all, Class<? extends DoctorResult> kind) {
        return all.stream().filter(one -> kind.isInstance(one.result())).count();
    }

    private static void table(List<Looked> all, PrintWriter out) {
        String group = "";
        for (Looked one : all) {
            if (!one.check().group().equals(group)) {
                out.println((group.isEmpty() ? "" : "\n") + one.check().group());
                group = one.check().group();
            }
            out.println("  " + "%-14s".formatted(word(one.result())) + "  "
                    + one.check().title() + ": " + one.result().what());
            String fix = fix(one.result());
            if (!fix.isEmpty()) {
                out.println("                  Fix: " + fix);
            }
        }
        out.println();
        out.println(count(all, DoctorResult.Passed.class) + " passed, " + count(all, DoctorResult.Warning.class)
                + " warning, "
                + count(all, DoctorResult.Failed.class) + " failed, " + count(all, DoctorResult.NotApplicable.class)
                + " not applicable.");
    }

    private static String word(DoctorResult result) {
        return switch (result) {
            case DoctorResult.Passed passed -> "passed";
            case DoctorResult.Warning warning -> "warning";
            case DoctorResult.Failed failed -> "failed";
            case DoctorResult.NotApplicable none -> "not applicable";
        };
    }

    private static String fix(DoctorResult result) {
        return switch (result) {
            case DoctorResult.Warning(String what, String fix) -> fix;
            case DoctorResult.Failed(String what, String fix) -> fix;
            case DoctorResult.Passed passed -> "";
            case DoctorResult.NotApplicable none -> "";
        };
    }

    private static String json(List<Looked> all) {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        ArrayNode array = mapper.createArrayNode();
        for (Looked one : all) {
            ObjectNode node = array.addObject();
            node.put("id", one.check().id());
            node.put("group", one.check().group());
            node.put("title", one.check().title());
            node.put("result", word(one.result()));
            node.put("found", one.result().what());
            if (!fix(one.result()).isEmpty()) {
                node.put("fix", fix(one.result()));
            }
        }
        return mapper.writeValueAsString(array);
    }
}
