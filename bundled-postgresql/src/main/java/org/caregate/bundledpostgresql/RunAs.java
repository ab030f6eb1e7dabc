package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Under which user PostgreSQL runs. It refuses root, so under root it gets a user of its own, or, where that user could not reach the
 * data folder, a user namespace in which root has no privileges.
 */
sealed interface RunAs {
    /**
     * The user of its own: in the range that Debian and systemd leave unassigned, so that it meets no account. It needs no entry in
     * the password file, which only {@code initdb} asks for.
     */
    int OWN_USER = 60818;

    int NOBODY = 65534;

    /** What goes before the command. */
    List<String> prefix();

    /** The user that owns the cluster's files. */
    int owner();

    /** The same user as this program, who is not root. */
    record SameUser(int owner) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of();
        }
    }

    /** Another user, without root's groups and without a way back. */
    record OtherUser(int owner) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of("setpriv", "--reuid=" + owner, "--regid=" + owner, "--clear-groups", "--no-new-privs", "--");
        }
    }

    /** Root outside, without a name and without capabilities inside. */
    record UserNamespace() implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of("unshare", "--user", "--");
        }

        @Override
        public int owner() {
            return 0;
        }
    }

    /** The user for this cluster: the one it belongs to if there is one already, else the first that can run the binaries. */
    static RunAs choose(Path cluster, Binaries binaries) throws IOException, BundledRefusal {
        int self = ownUid();
        boolean exists = Files.exists(cluster);
        int owner = exists ? ClusterFolder.owner(cluster) : self == 0 ? OWN_USER : self;
        if (self != 0) {
            if (owner != self) {
                throw new BundledRefusal(
                        cluster + " belongs to user " + owner + "; start Caregate as the user who started it first");
            }
            return new SameUser(self);
        }
        if (owner != 0) {
            RunAs ownUser = new OtherUser(owner);
            if (canRun(ownUser, binaries)) {
                return ownUser;
            }
        }
        RunAs namespace = new UserNamespace();
        if ((!exists || owner == 0) && canRun(namespace, binaries)) {
            return namespace;
        }
        throw new BundledRefusal(
                "PostgreSQL does not run as root, and user " + OWN_USER + " cannot reach " + cluster.getParent()
                        + "; run Caregate as another user, or put the data folder where others may pass (chmod o+x on each parent)");
    }

    /** The user of this program, from the kernel. */
    static int ownUid() throws IOException {
        return (Integer) Objects.requireNonNull(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static boolean canRun(RunAs user, Binaries binaries) throws IOException {
        return Command.of(user, binaries.postgres().toString(), "--version")
                .run()
                .succeeded();
    }
}
