package org.caregate.database;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the way to the database is protected. There is no unverified encryption: anyone who could read it could also pose as the server. */
public sealed interface DatabaseTransport {
    /** Nothing but the kernel lies between: for a server on this machine's loopback address. */
    record Loopback() implements DatabaseTransport {}

    /**
     * TLS, with the server's certificate and name verified as {@code sslmode=verify-full} does.
     *
     * @param authority PEM, who signs the server's certificate; null for those the JDK trusts
     */
    record Verified(@Nullable Path authority) implements DatabaseTransport {}

    /** The driver's connection properties for it. */
    default Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        switch (this) {
            case Loopback() -> properties.put("sslmode", "disable");
            case Verified(Path authority) -> {
                properties.put("sslmode", "verify-full");
                if (authority == null) {
                    properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
                } else {
                    properties.put("sslrootcert", authority.toString());
                }
            }
        }
        return properties;
    }
}
