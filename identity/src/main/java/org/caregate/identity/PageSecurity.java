package org.caregate.identity;

import static org.springframework.security.core.authority.FactorGrantedAuthority.PASSWORD_AUTHORITY;

import java.time.Clock;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.identity.antiforgery.ForgedForms;
import org.caregate.identity.antiforgery.SessionCsrfTokens;
import org.caregate.identity.antiforgery.StaleForms;
import org.caregate.identity.page.ErrorPages;
import org.caregate.identity.page.Failures;
import org.caregate.identity.page.PageHeaders;
import org.caregate.identity.page.ReadableForms;
import org.caregate.identity.page.RefusedMessages;
import org.caregate.identity.session.RequestSessions;
import org.caregate.identity.session.SessionSecurityContexts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.context.request.async.WebAsyncManagerIntegrationFilter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Spring Security for the pages alone: our sessions instead of {@code HttpSession}, anti-forgery tokens, headers, and both factors
 * before any answer. The protocol's endpoints are no part of it; they authenticate clients.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class PageSecurity {
    private static final String[] PAGES = {
        "/",
        "/sign-in",
        "/sign-in/**",
        "/sign-out",
        "/signed-out",
        "/signed-in",
        "/interaction/**",
        "/invitation",
        "/invitation/**",
        "/caregate/**"
    };

    @Bean
    SecurityFilterChain pages(
            HttpSecurity http,
            RequestSessions sessions,
            ErrorPages errors,
            RefusedMessages refusedMessages,
            StaleForms stale,
            StrangersLog strangers,
            Clock clock)
            throws Exception {
        var bothFactors = AllRequiredFactorsAuthorizationManager.<RequestAuthorizationContext>builder()
                .requireFactor(RequiredFactor.withAuthority(PASSWORD_AUTHORITY).build())
                .requireFactor(RequiredFactor.withAuthority(SessionSecurityContexts.CODE_AUTHORITY)
                        .build())
                .build();
        return http.securityMatcher(PAGES)
                .addFilterBefore(new Failures(errors), WebAsyncManagerIntegrationFilter.class)
                .addFilterBefore(new ReadableForms(refusedMessages), WebAsyncManagerIntegrationFilter.class)
                .securityContext(context -> context.securityContextRepository(new SessionSecurityContexts(sessions)))
                .sessionManagement(none -> none.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(none -> none.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(new SessionCsrfTokens(sessions))
                        .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler()))
                .headers(headers -> headers.defaultsDisabled().addHeaderWriter(new PageHeaders()))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                HttpMethod.POST, "/interaction/*/patient", "/interaction/*/consent")
                        .access(bothFactors)
                        .anyRequest()
                        .permitAll())
                .exceptionHandling(refused -> {
                    ForgedForms forged = new ForgedForms(errors, stale, strangers, clock);
                    refused.accessDeniedHandler(forged).authenticationEntryPoint(forged::signInFirst);
                })
                .build();
    }

    /** Strict about addresses and methods; what a header holds is opaque, but to those who read that header. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    /** People sign in by our own use cases; without this, Spring Boot would invent a user. */
    @Bean
    AuthenticationManager nobodySignsInHere() {
        return authentication -> {
            throw new ProviderNotFoundException("people sign in at /sign-in");
        };
    }
}
