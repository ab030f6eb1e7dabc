package org.caregate.identity.interaction;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caregate.identity.consent.ConsentPage;
import org.caregate.identity.consent.ScopeWords;
import org.caregate.identity.consent.ScopeWords.Whose;
import org.caregate.identity.page.ErrorPages;
import org.caregate.identity.page.ErrorPages.Shown;
import org.caregate.identity.page.FormError;
import org.caregate.identity.page.Navigation;
import org.caregate.identity.page.RequestIds;
import org.caregate.identity.picker.PatientLine;
import org.caregate.identity.picker.PatientName;
import org.caregate.identity.picker.PatientNames;
import org.caregate.identity.session.AuthenticatedPerson;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.RequestSessions;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /interaction/{id}}: what the authorization server asks, and the answers. */
@Controller
public final class QuestionPages {
    private final RequestSessions sessions;
    private final Answers answers;
    private final Asking asking;
    private final People people;
    private final PatientNames names;
    private final ScopeWords words;
    private final ErrorPages errors;

    /** Pages over those use cases. */
    public QuestionPages(
            RequestSessions sessions,
            Answers answers,
            Asking asking,
            People people,
            PatientNames names,
            ScopeWords words,
            ErrorPages errors) {
        this.sessions = sessions;
        this.answers = answers;
        this.asking = asking;
        this.people = people;
        this.names = names;
        this.words = words;
        this.errors = errors;
    }

    @GetMapping("/interaction/{id}")
    @Nullable
    ModelAndView show(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return show(id, List.of(), request, response);
    }

    @PostMapping("/interaction/{id}/patient")
    @Nullable
    ModelAndView choose(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String patient,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (patient.isEmpty()) {
            FormError none = new FormError("patients", "Choose a patient, or say that you do not want to.");
            return show(id, List.of(none), request, response);
        }
        Optional<CookieSession> session = sessions.find(request);
        return session.isEmpty()
                ? gone(request, response)
                : after(
                        answers.choose(session.get(), id, patient, RequestIds.exchange(request)),
                        id,
                        request,
                        response);
    }

    @PostMapping("/interaction/{id}/consent")
    @Nullable
    ModelAndView consent(
            @PathVariable String id,
            @RequestParam(name = "scope", required = false) @Nullable List<String> ticked,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Optional<CookieSession> session = sessions.find(request);
        if (session.isEmpty()) {
            return gone(request, response);
        }
        // not bound by Spring: it would split a scope at its commas
        String[] scopes = request.getParameterValues("scope");
        Set<String> agreed = scopes == null
                ? Set.of()
                : Set.copyOf(List.of(scopes).stream().distinct().toList());
        AnswerResult result = answers.consent(session.get(), id, agreed, RequestIds.exchange(request));
        if (agreed.isEmpty() && result instanceof AnswerResult.NotAsked) {
            FormError none =
                    new FormError("scopes", "Nothing is ticked. Tick what you allow, or choose “Do not allow”.");
            return show(id, List.of(none), request, response);
        }
        return after(result, id, request, response);
    }

    @PostMapping("/interaction/{id}/decline")
    @Nullable
    ModelAndView decline(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (asking.carried(id).isPresent()) {
            return Navigation.declined(id, request, response);
        }
        Optional<CookieSession> session = sessions.find(request);
        return session.isEmpty()
                ? gone(request, response)
                : after(answers.decline(session.get(), id, RequestIds.exchange(request)), id, request, response);
    }

    private @Nullable ModelAndView after(
            AnswerResult result, String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return switch (result) {
            case AnswerResult.Answered() -> Navigation.onward(id, request, response);
            case AnswerResult.SignInFirst() -> new ModelAndView(Navigation.to("/sign-in", Optional.of(id)));
            case AnswerResult.Gone() -> gone(request, response);
            case AnswerResult.NotAsked() -> {
                errors.send(
                        request,
                        response,
                        Shown.of(
                                        400,
                                        "That was not asked",
                                        "The answer does not belong to the question. Nothing was granted.")
                                .leadingTo("/interaction/" + id, "Show the question again"));
                yield null;
            }
        };
    }

    private @Nullable ModelAndView show(
            String id, List<FormError> wrong, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<CookieSession> session = sessions.find(request);
        Optional<PendingAuthorization> waiting =
                Navigation.id(id).flatMap(known -> session.flatMap(mine -> answers.find(mine, known)));
        if (session.isEmpty() || waiting.isEmpty()) {
            return gone(request, response);
        }
        Optional<AuthenticatedPerson> signedIn = session.get().signedIn();
        if (waiting.get().interaction() instanceof Interaction.SignIn && signedInSince(waiting.get(), signedIn)) {
            return Navigation.onward(id, request, response);
        }
        Optional<Person> person =
                signedIn.flatMap(known -> people.find(known.person())).filter(Person::enabled);
        if (person.isEmpty() || waiting.get().interaction() instanceof Interaction.SignIn) {
            return new ModelAndView(Navigation.to("/sign-in", Optional.of(id)));
        }
        if (!wrong.isEmpty()) {
            response.setStatus(422);
        }
        Set<String> named = patientsOf(waiting.get().interaction());
        Map<String, PatientName> known = named.isEmpty()
                ? Map.of()
                : names.namesOf(
                        named, answers.namesShown(session.get(), waiting.get(), named, RequestIds.exchange(request)));
        Asking.App app = asking.app(waiting.get());
        ModelAndView page = switch (waiting.get().interaction()) {
            case Interaction.SignIn() -> throw new IllegalStateException("sign-in has a page of its own");
            case Interaction.ChoosePatient asked ->
                new ModelAndView("identity/picker").addObject("patients", PatientLine.of(asked.patients(), known));
            case Interaction.Consent asked -> consentPage(asked, person.get(), app, known);
        };
        return page.addObject("app", app)
                .addObject("pending", id)
                .addObject("person", person.get())
                .addObject("errors", wrong);
    }

    private static Set<String> patientsOf(Interaction interaction) {
        return switch (interaction) {
            case Interaction.SignIn() -> Set.of();
            case Interaction.ChoosePatient(Set<String> patients) -> patients;
            case Interaction.Consent asked -> asked.patient().isEmpty() ? Set.of() : Set.of(asked.patient());
        };
    }

    private static boolean signedInSince(PendingAuthorization waiting, Optional<AuthenticatedPerson> signedIn) {
        return signedIn.filter(known -> !known.authTime().isBefore(waiting.requestedAt()))
                .isPresent();
    }

    private ModelAndView consentPage(
            Interaction.Consent asked, Person person, Asking.App app, Map<String, PatientName> known) {
        boolean own = asked.patient().isEmpty()
                ? person.fhirUser() != null && person.fhirUser().startsWith("Patient/")
                : ("Patient/" + asked.patient()).equals(person.fhirUser());
        PatientLine patient = asked.patient().isEmpty()
                ? null
                : PatientLine.of(List.of(asked.patient()), known).getFirst();
        return new ModelAndView("identity/consent")
                .addObject(
                        "page", ConsentPage.of(asked, own ? Whose.OWN : Whose.A_PATIENTS, words.lasting(app.longest())))
                .addObject("own", own)
                .addObject("patient", patient);
    }

    private @Nullable ModelAndView gone(HttpServletRequest request, HttpServletResponse response) throws IOException {
        errors.send(
                request,
                response,
                Shown.of(
                        404,
                        "This request has ended",
                        "It was answered already, it waited too long, or it was started in another browser. Go back to the app and start again."));
        return null;
    }
}
