package org.caregate.storage;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why a connection could not be made, in words for the person who has to fix it. */
final class ConnectionTrouble {
    private ConnectionTrouble() {}

    static String told(SQLException failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertificateExpiredException _ -> {
                    return "its certificate has expired; renew it";
                }
                case CertPathBuilderException _ -> {
                    return "its certificate is not signed by the authority trusted here; name that authority's certificate"
                            + " with database.ca";
                }
                case SSLPeerUnverifiedException _ -> {
                    return "its certificate is for another host name than database.url names";
                }
                default -> {
                    // look deeper
                }
            }
        }
        String message = String.valueOf(failed.getMessage());
        if (message.contains("hostname") && message.contains("could not be verified")) {
            return "its certificate is for another host name than database.url names";
        }
        return message.contains("does not support SSL")
                ? "it does not offer TLS; switch ssl on in its postgresql.conf"
                : message;
    }
}
