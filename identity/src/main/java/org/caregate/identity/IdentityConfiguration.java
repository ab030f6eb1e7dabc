package org.caregate.identity;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.caregate.audit.AuditLog;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.identity.antiforgery.CrossSiteFormFilter;
import org.caregate.identity.antiforgery.StaleForms;
import org.caregate.identity.consent.ScopeWords;
import org.caregate.identity.enrolment.Enrolment;
import org.caregate.identity.interaction.Answers;
import org.caregate.identity.interaction.Asking;
import org.caregate.identity.interaction.InteractionPages;
import org.caregate.identity.invitation.Acceptance;
import org.caregate.identity.invitation.AccessEnd;
import org.caregate.identity.invitation.InvitationPages;
import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.invitation.LinkAuthority;
import org.caregate.identity.page.ErrorPages;
import org.caregate.identity.page.RefusedMessages;
import org.caregate.identity.page.Unservable;
import org.caregate.identity.password.PasswordCredential;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.password.PasswordPolicy;
import org.caregate.identity.people.AccountPeople;
import org.caregate.identity.people.PatientLists;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.picker.PatientNames;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.session.DeviceCookie;
import org.caregate.identity.session.RequestSessions;
import org.caregate.identity.session.SessionStore;
import org.caregate.identity.signin.CodeSignIn;
import org.caregate.identity.signin.HomePages;
import org.caregate.identity.signin.PasswordSignIn;
import org.caregate.identity.signin.SignInPages;
import org.caregate.identity.signin.SignOut;
import org.caregate.identity.throttle.AttemptCounters;
import org.caregate.identity.throttle.KnownDevices;
import org.caregate.identity.throttle.SignInBudgets;
import org.caregate.identity.throttle.Throttle;
import org.caregate.identity.throttle.ThrottleKeys;
import org.caregate.registry.Transactions;
import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.person.People;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocations;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.ITemplateEngine;

/**
 * Everything of this module, over the ports that the importing application provides as beans: the stores, {@link Transactions},
 * {@link LinkAuthority}, {@link AuditLog}, {@link StrangersLog}, {@link KeyRing}, {@link PatientLists}, {@link PatientNames}, {@link Clock} and {@link IdentitySettings}.
 */
@Configuration(proxyBeanMethods = false)
@Import(PageSecurity.class)
public class IdentityConfiguration implements WebMvcConfigurer {
    private static final Duration STYLE_CACHED = Duration.ofHours(1);

    private final SecureRandom random = new SecureRandom();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/caregate/**")
                .addResourceLocations("classpath:/static/caregate/")
                .setCacheControl(CacheControl.maxAge(STYLE_CACHED).cachePublic());
    }

    @Bean
    People people(PersonAccounts accounts, PatientLists lists) {
        return new AccountPeople(accounts, lists);
    }

    @Bean
    BrowserSessions browserSessions(
            SessionStore store, PendingAuthorizations pending, KeyRing ring, IdentitySettings settings, Clock clock) {
        CredentialHasher hasher = new CredentialHasher(ring, Purpose.BROWSER_SESSION);
        return new BrowserSessions(store, pending, hasher, random, settings.timeouts(), clock);
    }

    @Bean
    RequestSessions requestSessions(BrowserSessions sessions, IdentitySettings settings) {
        return new RequestSessions(sessions, settings.cookie());
    }

    @Bean
    FilterRegistrationBean<CrossSiteFormFilter> crossSiteForms(RequestSessions sessions) {
        FilterRegistrationBean<CrossSiteFormFilter> mounted =
                new FilterRegistrationBean<>(new CrossSiteFormFilter(sessions));
        mounted.addUrlPatterns("/oauth2/authorize");
        return mounted;
    }

    @Bean
    PasswordHashes passwordHashes(KeyRing ring, IdentitySettings settings) {
        return new PasswordHashes(new Envelopes(ring, random), random, settings.passwordIterations());
    }

    @Bean
    TotpSeeds totpSeeds(KeyRing ring) {
        return new TotpSeeds(new Envelopes(ring, random));
    }

    @Bean
    Throttle throttle(AttemptCounters counters, Transactions transactions, Clock clock) {
        return new Throttle(counters, transactions, clock);
    }

    @Bean
    ThrottleKeys throttleKeys(KeyRing ring) {
        return new ThrottleKeys(new CredentialHasher(ring, Purpose.BLIND_INDEX));
    }

    @Bean
    KnownDevices knownDevices(KeyRing ring, ThrottleKeys keys, PasswordCredentials credentials, Clock clock) {
        return new KnownDevices(
                new SignedTexts(ring, Purpose.DEVICE),
                keys,
                person -> credentials.find(person).map(PasswordCredential::changedAt),
                random,
                clock);
    }

    @Bean
    DeviceCookie deviceCookie(KnownDevices devices, PersonAccounts accounts, IdentitySettings settings) {
        return new DeviceCookie(devices, accounts, settings.cookie());
    }

    @Bean
    SignInBudgets signInBudgets(Throttle throttle, ThrottleKeys keys, KnownDevices devices) {
        return new SignInBudgets(throttle, keys, devices);
    }

    @Bean
    PasswordSignIn passwordSignIn(
            PersonAccounts accounts,
            PasswordCredentials credentials,
            PasswordHashes hashes,
            BrowserSessions sessions,
            SignInBudgets budgets,
            IssuanceFence fence,
            Transactions transactions,
            AuditLog audit,
            StrangersLog strangers,
            Clock clock) {
        return new PasswordSignIn(
                accounts, credentials, hashes, sessions, budgets, fence, transactions, audit, strangers, clock);
    }

    @Bean
    CodeSignIn codeSignIn(
            PersonAccounts accounts,
            TotpCredentials credentials,
            TotpSeeds seeds,
            BrowserSessions sessions,
            PasswordCredentials passwords,
            SignInBudgets budgets,
            IssuanceFence fence,
            Transactions transactions,
            AuditLog audit,
            StrangersLog strangers,
            Clock clock) {
        return new CodeSignIn(
                accounts,
                credentials,
                seeds,
                sessions,
                passwords,
                budgets,
                fence,
                transactions,
                audit,
                strangers,
                clock);
    }

    @Bean
    SignOut signOut(BrowserSessions sessions, Transactions transactions, AuditLog audit, Clock clock) {
        return new SignOut(sessions, transactions, audit, clock);
    }

    @Bean
    Enrolment enrolment(
            PersonAccounts accounts,
            PasswordCredentials passwords,
            PasswordHashes hashes,
            TotpCredentials codes,
            TotpSeeds seeds,
            Transactions transactions,
            AuditLog audit,
            Clock clock) {
        return new Enrolment(
                accounts, passwords, hashes, new PasswordPolicy(), codes, seeds, random, transactions, audit, clock);
    }

    @Bean
    Acceptance acceptance(
            Invitations invitations,
            KeyRing ring,
            PersonAccounts accounts,
            PasswordCredentials passwords,
            PasswordHashes hashes,
            TotpCredentials codes,
            TotpSeeds seeds,
            AccessEnd access,
            LinkAuthority authority,
            Transactions transactions,
            AuditLog audit,
            Clock clock) {
        return new Acceptance(
                invitations,
                new CredentialHasher(ring),
                accounts,
                passwords,
                hashes,
                new PasswordPolicy(),
                codes,
                seeds,
                access,
                authority,
                transactions,
                audit,
                clock);
    }

    @Bean
    AccessEnd accessEnd(
            Grants grants,
            SessionStore sessions,
            PendingAuthorizations pending,
            IssuanceFence fence,
            Revocations revocations,
            AuditLog audit,
            Clock clock) {
        return new AccessEnd(grants, sessions, pending, fence, revocations, audit, clock);
    }

    @Bean
    Answers answers(
            PendingAuthorizations pending,
            SessionStore sessions,
            Transactions transactions,
            AuditLog audit,
            Clock clock) {
        return new Answers(pending, sessions, transactions, audit, clock);
    }

    @Bean
    ErrorPages errorPages(ITemplateEngine templates) {
        return new ErrorPages(templates);
    }

    @Bean
    Asking asking(Answers answers, Clients clients, KeyRing ring, Clock clock) {
        return new Asking(answers, clients, new SignedTexts(ring, Purpose.WAITING_REQUEST), clock);
    }

    @Bean
    SignInPages signInPages(
            RequestSessions sessions,
            PasswordSignIn passwords,
            CodeSignIn codes,
            DeviceCookie devices,
            Asking asking,
            Clock clock) {
        return new SignInPages(sessions, passwords, codes, devices, asking, clock);
    }

    @Bean
    InvitationPages invitationPages(
            RequestSessions sessions, Acceptance acceptance, DeviceCookie devices, ErrorPages errors) {
        return new InvitationPages(sessions, acceptance, devices, errors);
    }

    @Bean
    InteractionPages interactionPages(
            RequestSessions sessions,
            Answers answers,
            Asking asking,
            People people,
            PatientNames names,
            IdentitySettings settings,
            ErrorPages errors) {
        return new InteractionPages(
                sessions, answers, asking, people, names, new ScopeWords(settings.offlineAccess()), errors);
    }

    @Bean
    StaleForms staleForms(RequestSessions sessions, PersonAccounts accounts, SignOut signOut, Clock clock) {
        return new StaleForms(sessions, accounts, signOut, clock);
    }

    @Bean
    HomePages homePages(RequestSessions sessions, People people, SignOut signOut) {
        return new HomePages(sessions, people, signOut);
    }

    @Bean
    RefusedMessages refusedMessages(ErrorPages errors, StrangersLog strangers, Clock clock) {
        return new RefusedMessages(errors, strangers, clock);
    }

    @Bean
    Unservable unservable(RefusedMessages refused) {
        return new Unservable(refused);
    }
}
