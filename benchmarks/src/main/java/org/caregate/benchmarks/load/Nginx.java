package org.caregate.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An nginx of our own on loopback: the static upstream of both sides, or the baseline in front of it. */
public final class Nginx implements AutoCloseable {
    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Answers every read below {@code /fhir/Patient/} with one resource, over plain HTTP. */
    public static Nginx staticUpstream(Path parent, int port, String resource) {
        Path folder = folder(parent, "upstream");
        write(folder.resolve("patient.json"), resource);
        return start(folder, port, 1, """
                server {
                    listen 127.0.0.1:%d reuseport;
                    location /fhir/Patient/ {
                        root %s;
                        default_type application/fhir+json;
                        types { }
                        open_file_cache max=10 inactive=1h;
                        open_file_cache_valid 1h;
                        try_files /patient.json =404;
                    }
                    location / { return 404; }
                }
                """.formatted(port, folder));
    }

    /** A plain TLS 1.3 reverse proxy with two workers, keep-alive on both sides. */
    public static Nginx tlsProxy(
            Path parent, int port, int upstream, Path certificate, Path key, String authorization) {
        Path folder = folder(parent, "proxy");
        return start(folder, port, 2, """
                upstream fhir { server 127.0.0.1:%2$d; keepalive 128; keepalive_requests 1000000000; }
                server {
                    listen 127.0.0.1:%1$d ssl;
                    ssl_protocols TLSv1.3;
                    ssl_certificate %3$s;
                    ssl_certificate_key %4$s;
                    location / {
                        proxy_pass http://fhir;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Authorization "%5$s";
                    }
                }
                """.formatted(port, upstream, certificate, key, authorization));
    }

    public int port() {
        return port;
    }

    /** Processor time of all its processes, in microseconds. */
    public long micros() {
        return ProcessTime.microsWithChildren(process.pid());
    }

    private static Nginx start(Path folder, int port, int workers, String server) {
        Path configuration = folder.resolve("nginx.conf");
        // its workers run as root when we do: nothing is served but our own file, on loopback
        String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
        write(configuration, user + """
            daemon off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log crit;
            worker_processes %2$d;
            events { worker_connections 1024; }
            http {
                access_log off;
                server_tokens off;
                tcp_nodelay on;
                keepalive_requests 1000000000;
                keepalive_timeout 60s;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
            %3$s
            }
            """.formatted(folder, workers, server));
        try {
            Process process = new ProcessBuilder(
                            "nginx",
                            "-e",
                            folder.resolve("error.log").toString(),
                            "-p",
                            folder.toString(),
                            "-c",
                            configuration.toString())
                    .inheritIO()
                    .start();
            if (process.waitFor(500, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "nginx did not start: " + Files.readString(folder.resolve("error.log")));
            }
            return new Nginx(process, port);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Path folder(Path parent, String name) {
        try {
            return Files.createDirectories(parent.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        Processes.stop(process);
    }
}
