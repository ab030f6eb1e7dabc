package org.caregate.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.caregate.server.config.ConfigurationException;
import org.caregate.server.config.RolesFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the policy file changed. One that is well formed is in force for every decision from then on, and the log says so; one
 * that is not is reported once, and the one before stays.
 */
final class RolesReload {
    private static final Logger LOG = LoggerFactory.getLogger(RolesReload.class);

    private final Path path;
    private final CurrentRoles roles;
    private final Transactions transactions;
    private final Revocations revocations;
    private final AuditLog audit;
    private final String exchange;
    private final Clock clock;
    private byte[] seen;

    /**
     * A look-out.
     *
     * @param exchange names the node's run in the log
     */
    RolesReload(Path path, CurrentRoles roles, Revocations revocations, AuditedTransactions changes, String exchange) {
        this.path = path;
        this.roles = roles;
        this.transactions = changes.transactions();
        this.revocations = revocations;
        this.audit = changes.audit();
        this.exchange = exchange;
        this.clock = changes.clock();
        this.seen = new byte[0];
    }

    /** Reads the file if it changed; what cannot be recorded is not in force and is tried again. */
    void look() {
        byte[] now;
        try {
            now = Files.readAllBytes(path);
        } catch (IOException beingReplaced) {
            return; // looked at again soon
        }
        if (Arrays.equals(now, seen)) {
            return;
        }
        try {
            take(RolesFile.read(path));
        } catch (ConfigurationException wrong) {
            LOG.warn("{} changed, but the roles stay as they were: {}", path.getFileName(), wrong.getMessage());
        }
        seen = now;
    }

    private void take(RolesFile changed) {
        RolesFile before = roles.file();
        if (changed.definitions().version().equals(before.definitions().version())
                && changed.patients().equals(before.patients())) {
            return; // a comment or the order
        }
        roles.replace(
                changed); // before the version moves: anyone who then reads a person again finds the patients of now
        try {
            transactions.inTransaction(() -> {
                audit.enlist(AuditEntry.of(clock.instant(), exchange, Action.POLICY_CHANGED, Outcome.PERMITTED)
                        .policyVersion(changed.definitions().version())
                        .detail("versionBefore", before.definitions().version())
                        .build());
                return revocations.registryChanged();
            });
        } catch (RuntimeException unrecorded) {
            roles.replace(before);
            throw unrecorded;
        }
        LOG.info("{} is in force as changed", path.getFileName());
    }
}
