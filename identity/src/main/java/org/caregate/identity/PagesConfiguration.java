package org.caregate.identity;

import java.time.Clock;
import java.time.Duration;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.identity.antiforgery.StaleForms;
import org.caregate.identity.consent.ScopeWords;
import org.caregate.identity.interaction.Answers;
import org.caregate.identity.interaction.Asking;
import org.caregate.identity.interaction.QuestionPages;
import org.caregate.identity.invitation.Acceptance;
import org.caregate.identity.invitation.InvitationPages;
import org.caregate.identity.page.ErrorPages;
import org.caregate.identity.page.RefusedMessages;
import org.caregate.identity.page.Unservable;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.picker.PatientNames;
import org.caregate.identity.session.DeviceCookie;
import org.caregate.identity.session.RequestSessions;
import org.caregate.identity.signin.CodeSignIn;
import org.caregate.identity.signin.HomePages;
import org.caregate.identity.signin.PasswordSignIn;
import org.caregate.identity.signin.SignInPages;
import org.caregate.identity.signin.SignOut;
import org.caregate.registry.client.Clients;
import org.caregate.registry.person.People;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.ITemplateEngine;

/** The pages over the use cases of {@link IdentityConfiguration}. */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration implements WebMvcConfigurer {
    private static final Duration STYLE_CACHED = Duration.ofHours(1);

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/caregate/**")
                .addResourceLocations("classpath:/static/caregate/")
                .setCacheControl(CacheControl.maxAge(STYLE_CACHED).cachePublic());
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
    QuestionPages interactionPages(
            RequestSessions sessions,
            Answers answers,
            Asking asking,
            People people,
            PatientNames names,
            IdentitySettings settings,
            ErrorPages errors) {
        return new QuestionPages(
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
