package org.caregate.server.http;

import org.caregate.administration.http.AdministrationApi;
import org.caregate.authorization.http.Endpoint;
import org.caregate.identity.IdentityConfiguration;
import org.caregate.identity.page.ErrorPages;
import org.caregate.identity.session.RequestSessions;
import org.caregate.registry.resource.ResourceServer;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the issuer's listener is made of, named one by one: nothing is found by scanning. */
@Configuration(proxyBeanMethods = false)
@Import(IdentityConfiguration.class)
@ImportAutoConfiguration({
    JettyServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    ThymeleafAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
class IssuerConfiguration {
    @Bean
    ServletRegistrationBean<EndpointServlet> endpoints(Endpoint endpoint, RequestSessions sessions, ErrorPages errors) {
        ServletRegistrationBean<EndpointServlet> servlet = new ServletRegistrationBean<>(
                new EndpointServlet(endpoint, sessions, errors), "/oauth2/*", "/userinfo", "/.well-known/*");
        servlet.setLoadOnStartup(1);
        return servlet;
    }

    @Bean
    ServletRegistrationBean<AdministrationServlet> administration(AdministrationApi api) {
        ServletRegistrationBean<AdministrationServlet> servlet = new ServletRegistrationBean<>(
                new AdministrationServlet(api), ResourceServer.ADMINISTRATION_PATH + "/*");
        servlet.setLoadOnStartup(1);
        return servlet;
    }
}
