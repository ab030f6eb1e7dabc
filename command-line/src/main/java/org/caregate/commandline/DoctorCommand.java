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
import org.caregate.commandline.doctor.Finding;
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

/** Looks at the deployment and says what to mend. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at configuration, TLS, database, records, log, upstream and machine, changes nothing, and says for each trouble what to do."
                    + " Exit status 0 when nothing is wrong, 1 when something is.",
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
            description = "table or json; table unless told.")
    private Output output;

    @Option(names = "--strict", description = "Exit status 1 for warnings too.")
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
            long wrong = count(all, Finding.Wrong.class);
            return wrong > 0 || (strict && count(all, Finding.Warning.class) > 0) ? ExitStatus.FAILED : ExitStatus.OK;
        }
    }

    private static long count(List<Looked> all, Class<? extends Finding> kind) {
        return all.stream().filter(one -> kind.isInstance(one.finding())).count();
    }

    private static void table(List<Looked> all, PrintWriter out) {
        String group = "";
        for (Looked one : all) {
            if (!one.check().group().equals(group)) {
                out.println((group.isEmpty() ? "" : "\n") + one.check().group());
                group = one.check().group();
            }
            out.println("  " + sign(one.finding()) + " " + one.check().title() + ": "
                    + one.finding().what());
            String mend = mend(one.finding());
            if (!mend.isEmpty()) {
                out.println("          " + mend);
            }
        }
        out.println();
        out.println(count(all, Finding.Well.class) + " well, " + count(all, Finding.Warning.class) + " to look at, "
                + count(all, Finding.Wrong.class) + " wrong, " + count(all, Finding.NotApplicable.class)
                + " not applicable.");
    }

    private static String sign(Finding finding) {
        return switch (finding) {
            case Finding.Well well -> "ok   ";
            case Finding.Warning warning -> "look ";
            case Finding.Wrong wrong -> "WRONG";
            case Finding.NotApplicable none -> "-    ";
        };
    }

    private static String word(Finding finding) {
        return switch (finding) {
            case Finding.Well well -> "well";
            case Finding.Warning warning -> "warning";
            case Finding.Wrong wrong -> "wrong";
            case Finding.NotApplicable none -> "not_applicable";
        };
    }

    private static String mend(Finding finding) {
        return switch (finding) {
            case Finding.Warning(String what, String mend) -> mend;
            case Finding.Wrong(String what, String mend) -> mend;
            case Finding.Well well -> "";
            case Finding.NotApplicable none -> "";
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
            node.put("result", word(one.finding()));
            node.put("found", one.finding().what());
            if (!mend(one.finding()).isEmpty()) {
                node.put("mend", mend(one.finding()));
            }
        }
        return mapper.writeValueAsString(array);
    }
}
