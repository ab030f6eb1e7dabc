package org.caregate.demo.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.caregate.demo.search.SearchTable;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** HAPI's server on Jetty, plain HTTP on the loopback address only: nothing but the gateway is meant to reach it. */
public final class FhirServer {

    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 500;
    private static final int SEARCHES_KEPT = 1_000;

    private final Server server;
    private final URI base;

    private FhirServer(Server server, URI base) {
        this.server = server;
        this.base = base;
    }

    /** Starts on 127.0.0.1; port 0 takes a free one. */
    public static FhirServer start(int port, String credential, ResourceStore store) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        open(connector, port);
        URI base = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/fhir");

        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder(new CredentialFilter(credential)), "/*", EnumSet.of(DispatcherType.REQUEST));
        ServletHolder fhir = new ServletHolder(hapi(base, store));
        fhir.setInitOrder(1);
        context.addServlet(fhir, "/fhir/*");
        server.setHandler(context);
        server.start();
        return new FhirServer(server, base);
    }

    private static void open(ServerConnector connector, int port) throws IOException {
        try {
            connector.open();
        } catch (IOException taken) {
            throw new IOException("cannot listen on 127.0.0.1:" + port, taken);
        }
    }

    private static RestfulServer hapi(URI base, ResourceStore store) {
        FhirContext context = FhirContext.forR4Cached();
        // References stay as stored: HAPI would otherwise cut versions and rewrite them to this server's address.
        context.getParserOptions().setStripVersionsFromReferences(false);
        SearchTable table = new SearchTable(context);
        RestfulServer server = new QuietServer(context);
        server.setServerAddressStrategy(new HardcodedServerAddressStrategy(base.toString()));
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        server.setServerName("Caregate demo records");
        server.setImplementationDescription("Made-up patients for the Caregate demo");
        server.setPagingProvider(new FifoMemoryPagingProvider(SEARCHES_KEPT)
                .setDefaultPageSize(PAGE)
                .setMaximumPageSize(LARGEST_PAGE));
        server.registerInterceptor(new CapabilitySearchParameters(table));
        server.setResourceProviders(List.copyOf(new TreeSet<>(DemoData.TYPES)
                .stream()
                        .map(type -> new StoredResourceProvider(context, type, store, table))
                        .toList()));
        return server;
    }

    /** HAPI without the header that tells its version. */
    private static final class QuietServer extends RestfulServer {

        private static final long serialVersionUID = 1L;

        QuietServer(FhirContext context) {
            super(context);
        }

        @Override
        public void addHeadersToResponse(HttpServletResponse response) {
            // none
        }
    }

    /** The address of the FHIR service. */
    public URI base() {
        return base;
    }

    /** Stops listening. */
    public void stop() throws Exception {
        server.stop();
    }
}
