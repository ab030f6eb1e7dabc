package org.caregate.server.config;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code database}. */
final class DatabaseSection {
    /** One host or, for a fail-over, several; no parameters: what protects the connection is not to be chosen there. */
    private static final Pattern URL = Pattern.compile(
            "jdbc:postgresql://(?<hosts>[A-Za-z0-9.:,\\[\\]-]+)/(?<name>[A-Za-z0-9_.-]+)(?<parameters>\\?.*)?");

    private DatabaseSection() {}

    static DatabaseSettings read(YamlSection section) {
        YamlSection bundled = section.optionalSection("bundled");
        DatabaseSettings inside = bundled == null
                ? null
                : new DatabaseSettings.Bundled(bundled.path(
                        "folder", "the bundled PostgreSQL's folder, instead of all the others; loopback only"));
        if (inside != null && !section.isDescribed()) {
            if (section.has("url")) {
                section.problem("url", "contradicts bundled: give one of them");
            }
            return inside;
        }
        String url = section.text(
                "url",
                "`jdbc:postgresql://HOST:PORT/NAME`, several hosts parted by commas; TLS with the certificate and its name"
                        + " verified, except on loopback without `ca`");
        checkUrl(section, url);
        var authority = section.optionalFile(
                "ca", "PEM, the authority of the server's certificate (default: the JDK's authorities)");
        YamlSection owner = section.optionalSection("owner");
        return new DatabaseSettings.External(
                url,
                authority,
                owner == null
                        ? null
                        : account(
                                owner,
                                "the schema's owner; leave `owner` out where `database migrate` is run elsewhere"),
                account(section.section("runtime"), "the running program's role"),
                account(section.section("reader"), "the role that reads the log"));
    }

    private static void checkUrl(YamlSection section, String url) {
        if (!section.has("url")) {
            return;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            section.problem("url", "must begin with jdbc:postgresql:");
            return;
        }
        if (url.contains("password=")) {
            section.problem("url", "holds a secret: name a passwordFile instead");
            return;
        }
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            section.problem("url", "must be jdbc:postgresql://HOST:PORT/NAME");
        } else if (matcher.group("parameters") != null) {
            section.problem("url", "takes no parameters: how the connection is protected follows from ca and the host");
        }
    }

    private static DatabaseSettings.Account account(YamlSection section, String what) {
        return new DatabaseSettings.Account(
                section.text("user", what), section.secretFile("passwordFile", "a file that holds its password"));
    }

    /** Whether every host of the URL is this machine. */
    static boolean isLoopback(String url) {
        Matcher matcher = URL.matcher(url);
        return matcher.matches()
                && Arrays.stream(matcher.group("hosts").split(",", -1))
                        .allMatch(host -> Loopback.is(withoutPort(host)));
    }

    /** The database's name in the URL; null when there is none. */
    static @Nullable String name(String url) {
        Matcher matcher = URL.matcher(url);
        return matcher.matches() ? matcher.group("name") : null;
    }

    private static String withoutPort(String host) {
        return host.startsWith("[") ? host.replaceAll("\\]:\\d+$", "]") : host.replaceAll(":\\d+$", "");
    }
}
