package org.caregate.identity;

import java.security.SecureRandom;
import java.time.Clock;
import org.caregate.audit.AuditLog;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.identity.antiforgery.CrossSiteFormFilter;
import org.caregate.identity.enrolment.Enrolment;
import org.caregate.identity.enrolment.Factors;
import org.caregate.identity.interaction.Answers;
import org.caregate.identity.invitation.Acceptance;
import org.caregate.identity.invitation.AccessEnd;
import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.invitation.LinkAuthority;
import org.caregate.identity.password.PasswordCredential;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.password.PasswordPolicy;
import org.caregate.identity.people.AccountPeople;
import org.caregate.identity.people.PatientLists;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.picker.PatientNames;
import org.caregate.identity.secondfactor.SecondFactors;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.session.DeviceCookie;
import org.caregate.identity.session.RequestSessions;
import org.caregate.identity.session.SessionStore;
import org.caregate.identity.signin.CodeSignIn;
import org.caregate.identity.signin.PasswordSignIn;
import org.caregate.identity.signin.SignInAccounts;
import org.caregate.identity.signin.SignOut;
import org.caregate.identity.throttle.AttemptCounters;
import org.caregate.identity.throttle.KnownDevices;
import org.caregate.identity.throttle.SignInBudgets;
import org.caregate.identity.throttle.Throttle;
import org.caregate.identity.throttle.ThrottleKeys;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.person.People;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Everything of this module, over the ports that the importing application provides as beans: the stores, {@link Transactions},
 * {@link LinkAuthority}, {@link AuditLog}, {@link StrangersLog}, {@link KeyRing}, {@link PatientLists}, {@link PatientNames}, {@link Clock} and {@link IdentitySettings}.
 */
@Configuration(proxyBeanMethods = false)
@Import({PagesConfiguration.class, PageSecurity.class})
public class IdentityConfiguration {
    private final SecureRandom random = new SecureRandom();

    @Bean
    AuditedTransactions auditedTransactions(Transactions transactions, AuditLog audit, Clock clock) {
        return new AuditedTransactions(transactions, audit, clock);
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
            StrangersLog strangers,
            AuditedTransactions audited) {
        return new PasswordSignIn(
                new SignInAccounts(accounts, fence), credentials, hashes, sessions, budgets, strangers, audited);
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
            StrangersLog strangers,
            AuditedTransactions audited) {
        return new CodeSignIn(
                new SignInAccounts(accounts, fence),
                new SecondFactors(credentials, seeds),
                sessions,
                passwords,
                budgets,
                strangers,
                audited);
    }

    @Bean
    SignOut signOut(BrowserSessions sessions, AuditedTransactions audited) {
        return new SignOut(sessions, audited);
    }

    @Bean
    Factors factors(PasswordCredentials passwords, PasswordHashes hashes, TotpCredentials codes, TotpSeeds seeds) {
        return new Factors(passwords, hashes, new PasswordPolicy(), codes, seeds);
    }

    @Bean
    Enrolment enrolment(PersonAccounts accounts, Factors factors, AuditedTransactions audited) {
        return new Enrolment(accounts, factors, random, audited);
    }

    @Bean
    Acceptance acceptance(
            Invitations invitations,
            KeyRing ring,
            PersonAccounts accounts,
            Factors factors,
            AccessEnd access,
            LinkAuthority authority,
            AuditedTransactions audited) {
        return new Acceptance(invitations, new CredentialHasher(ring), accounts, factors, access, authority, audited);
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
    Answers answers(PendingAuthorizations pending, SessionStore sessions, AuditedTransactions audited) {
        return new Answers(pending, sessions, audited);
    }
}
