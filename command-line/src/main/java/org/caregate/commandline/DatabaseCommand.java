package org.caregate.commandline;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.server.node.OpenDatabase;
import org.caregate.storage.Database;
import org.caregate.storage.DatabaseScript;
import org.caregate.storage.DatabaseStart;
import picocli.CommandLine.Command;

/** Prepares an external PostgreSQL. */
@Command(name = "database", description = "Prepares an external PostgreSQL: roles, database and schema.")
final class DatabaseCommand extends CommandGroup {
    @Command(
            name = "script",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the SQL that a PostgreSQL administrator runs once. It creates three roles without server privileges (with"
                        + " password verifiers instead of passwords) and the database, which belongs to the owner role.",
                "Example: ./caregate database script --config /etc/caregate/caregate.yaml | sudo -u postgres psql -v ON_ERROR_STOP=1"
            })
    int script() {
        DatabaseSettings.External external = external(root().configuration());
        DatabaseSettings.Account owner = external.owner();
        if (owner == null) {
            throw CommandRefused.unusable("database.owner is missing: name it here, where the schema is made.");
        }
        PrintWriter out = out();
        out.print(DatabaseScript.of(
                external.name(),
                OpenDatabase.login(owner),
                OpenDatabase.login(external.runtime()),
                OpenDatabase.login(external.reader())));
        out.flush();
        return ExitStatus.OK;
    }

    @Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description = {
                "Migrates the schema to this version, as the owner. Running it again changes nothing.",
                "Example: ./caregate database migrate --config /etc/caregate/caregate.yaml"
            })
    int migrate() {
        DatabaseSettings.External external = external(root().configuration());
        if (external.owner() == null) {
            throw CommandRefused.unusable("database.owner is missing: name it here, where the schema is made.");
        }
        return switch (Database.open(OpenDatabase.address(external))) {
            case DatabaseStart.Opened(Database database) -> {
                database.close();
                out().println("The schema is this program's.");
                yield ExitStatus.OK;
            }
            case DatabaseStart.Refused(String line) -> throw CommandRefused.unusable(line);
        };
    }

    private static DatabaseSettings.External external(Path file) {
        if (ConfigurationFile.read(file).database() instanceof DatabaseSettings.External external) {
            return external;
        }
        throw CommandRefused.unusable("The bundled PostgreSQL prepares itself: there is nothing to do.");
    }
}
