package org.caregate.server.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.server.config.ListenerSettings;

/** What is for trying out, on this machine: refused as soon as a listener can be reached from elsewhere. */
public final class LoopbackOnly {
    private LoopbackOnly() {}

    /** One line for each thing that must not be reachable from elsewhere, and is. */
    public static List<String> refusals(CaregateConfiguration configuration) {
        Map<String, ListenerSettings> listeners = new LinkedHashMap<>();
        listeners.put("listeners.authorization", configuration.authorization());
        listeners.put("listeners.gateway", configuration.gateway());
        ListenerSettings issuer = configuration.authorization();
        listeners.put(
                "listeners.management", // beyond loopback it shows the issuer's certificate
                new ListenerSettings(
                        configuration.management().address(),
                        configuration.management().port(),
                        issuer.certificate(),
                        issuer.key(),
                        issuer.oldestTls()));
        List<String> refusals = new ArrayList<>();
        List<String> open = new ArrayList<>();
        listeners.forEach((name, listener) -> {
            if (!isLoopback(listener.address())) {
                open.add(name);
                if (DevelopmentAuthority.issued(listener.certificate())) {
                    refusals.add(name + ": " + listener.certificate() + " is a development certificate, for loopback"
                            + " only; use one of a real authority, or set its address to 127.0.0.1");
                }
            }
        });
        if (!open.isEmpty()) {
            if (configuration.database() instanceof DatabaseSettings.Bundled) {
                refusals.add("database.bundled is for loopback only, and " + String.join(", ", open)
                        + " is not; name an external PostgreSQL by url");
            }
            if (configuration.development().demoPeople()) {
                refusals.add("development.demoPeople is for loopback only, and " + String.join(", ", open)
                        + " is not; remove it");
            }
        }
        return refusals;
    }

    /** Whether a listener with that address can be reached from this machine only. */
    public static boolean isLoopback(String address) {
        try {
            for (InetAddress one : InetAddress.getAllByName(address)) {
                if (!one.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
