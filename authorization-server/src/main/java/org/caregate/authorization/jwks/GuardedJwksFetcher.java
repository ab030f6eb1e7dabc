package org.caregate.authorization.jwks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.caregate.authorization.jwks.JwksSource.Fetched;
import org.caregate.registry.client.ClientKeySet;
import org.jspecify.annotations.Nullable;

/**
 * Fetches JWK Sets over https only. The addresses that the guard has seen are the ones connected to (the client asks our resolver and
 * no other), redirects are not followed, and size and time are bounded as a whole, so that a slow trickle ends too.
 */
public final class GuardedJwksFetcher implements JwksSource, AutoCloseable {
    private static final int LONGEST = 256 * 1024;
    private static final int MAX_CONNECTIONS_PER_HOST = 4;
    private static final int MAX_CONNECTIONS = 400;
    private static final Duration MOST_TIME = Duration.ofSeconds(5);
    private static final Duration KEPT_UNLESS_TOLD = Duration.ofMinutes(5);
    private static final Duration KEPT_AT_MOST = Duration.ofHours(1);

    private final CloseableHttpClient http;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * A fetcher behind that guard.
     *
     * @param trust decides which server certificates are believed; the JDK's default in production
     */
    public GuardedJwksFetcher(AddressGuard guard, SSLContext trust) {
        this(guard, trust, host -> Arrays.asList(InetAddress.getAllByName(host)));
    }

    GuardedJwksFetcher(AddressGuard guard, SSLContext trust, NameService names) {
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new GuardedResolver(guard, names))
                        // one slow host must not use up the connections of the others
                        .setMaxConnPerRoute(MAX_CONNECTIONS_PER_HOST)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(2))
                                .setSocketTimeout(Timeout.ofSeconds(3))
                                .setTimeToLive(Timeout.ofSeconds(10))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.ofSeconds(2))
                        .setResponseTimeout(Timeout.ofSeconds(3))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("caregate")
                .build();
    }

    /** Looks names up; a seam for tests. */
    @FunctionalInterface
    interface NameService {
        List<InetAddress> lookUp(String host) throws UnknownHostException;
    }

    @Override
    public Fetched fetch(URI address) {
        if (!"https".equals(address.getScheme())
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawFragment() != null) {
            return new Fetched.Failed("JWKS_NOT_HTTPS");
        }
        HttpGet request = new HttpGet(address);
        request.setHeader("Accept", "application/jwk-set+json, application/json");
        Future<Fetched> answer = executor.submit(() -> http.execute(request, GuardedJwksFetcher::read));
        try {
            return answer.get(MOST_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            request.cancel();
            return new Fetched.Failed("JWKS_TOO_SLOW");
        } catch (ExecutionException e) {
            return new Fetched.Failed(reason(e.getCause()));
        } catch (InterruptedException e) {
            request.cancel();
            Thread.currentThread().interrupt();
            return new Fetched.Failed("JWKS_INTERRUPTED");
        }
    }

    private static String reason(@Nullable Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof ForbiddenAddressException) {
                return "JWKS_ADDRESS_FORBIDDEN";
            }
        }
        return "JWKS_UNREACHABLE";
    }

    private static Fetched read(ClassicHttpResponse response) throws IOException {
        if (response.getCode() != 200) {
            return new Fetched.Failed("JWKS_STATUS_" + response.getCode());
        }
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Fetched.Failed("JWKS_EMPTY");
        }
        byte[] body;
        try (InputStream stream = entity.getContent()) {
            body = stream.readNBytes(LONGEST + 1);
        }
        if (body.length > LONGEST) {
            return new Fetched.Failed("JWKS_TOO_LARGE");
        }
        return ClientKeySet.parse(new String(body, StandardCharsets.UTF_8))
                .<Fetched>map(keys -> new Fetched.Keys(keys, freshFor(response)))
                .orElseGet(() -> new Fetched.Failed("JWKS_MALFORMED"));
    }

    /** RFC 9111 §4.2.1, leaving no room for heuristics beyond five minutes. */
    private static Duration freshFor(ClassicHttpResponse response) {
        Duration fresh = KEPT_UNLESS_TOLD;
        for (Header header : response.getHeaders("Cache-Control")) {
            for (String directive : header.getValue().toLowerCase(Locale.ROOT).split(",", -1)) {
                String word = directive.strip();
                if (word.equals("no-store") || word.equals("no-cache")) {
                    return Duration.ZERO;
                }
                if (word.startsWith("max-age=")) {
                    fresh = seconds(word.substring("max-age=".length()).replace("\"", ""));
                }
            }
        }
        Header age = response.getFirstHeader("Age");
        Duration left = age == null ? fresh : fresh.minus(seconds(age.getValue().strip()));
        return left.isNegative() ? Duration.ZERO : left.compareTo(KEPT_AT_MOST) > 0 ? KEPT_AT_MOST : left;
    }

    private static Duration seconds(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(Character::isDigit);
        return number ? Duration.ofSeconds(Long.parseLong(digits)) : Duration.ZERO;
    }

    @Override
    public void close() throws IOException {
        executor.shutdownNow();
        http.close();
    }

    /** The only source of addresses that the HTTP client has. */
    private record GuardedResolver(AddressGuard guard, NameService names) implements DnsResolver {
        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            List<InetAddress> addresses = names.lookUp(bare);
            if (!guard.permits(host, port, addresses)) {
                throw new ForbiddenAddressException(host);
            }
            return addresses.stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new ForbiddenAddressException(host); // without its port a name cannot be judged
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** The name leads where we do not go. */
    private static final class ForbiddenAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String host) {
            super(host);
        }
    }
}
