package org.caregate.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.caregate.identity.page.Navigation;
import org.caregate.identity.page.RequestIds;
import org.caregate.identity.session.AuthenticatedPerson;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.RequestSessions;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /}: who is signed in; {@code /sign-out} and what is seen after it. */
@Controller
public final class HomePages {
    private final RequestSessions sessions;
    private final People people;
    private final SignOut signOut;

    /** Pages over those use cases. */
    public HomePages(RequestSessions sessions, People people, SignOut signOut) {
        this.sessions = sessions;
        this.people = people;
        this.signOut = signOut;
    }

    @GetMapping("/")
    ModelAndView home(HttpServletRequest request) {
        return new ModelAndView("identity/home")
                .addObject("person", signedIn(request).orElse(null));
    }

    /** Asked when it is not certain that the person wants it: {@code StaleForms}. */
    @GetMapping("/sign-out")
    ModelAndView mayLeave(HttpServletRequest request) {
        return signedIn(request)
                .map(person -> new ModelAndView("identity/sign-out").addObject("person", person))
                .orElseGet(() -> new ModelAndView(Navigation.to("/signed-out")));
    }

    /** Signed in by another tab, while this one meant to be another person. */
    @GetMapping("/signed-in")
    ModelAndView alreadySignedIn(
            @RequestParam(name = Navigation.PENDING, required = false) @Nullable String pending,
            HttpServletRequest request) {
        Optional<String> id = Navigation.id(pending);
        return signedIn(request)
                .map(person -> new ModelAndView("identity/signed-in")
                        .addObject("person", person)
                        .addObject("pending", id.orElse(null)))
                .orElseGet(() -> new ModelAndView(Navigation.to("/sign-in", id)));
    }

    private Optional<Person> signedIn(HttpServletRequest request) {
        return sessions.find(request)
                .flatMap(CookieSession::signedIn)
                .map(AuthenticatedPerson::person)
                .flatMap(people::find);
    }

    @PostMapping("/sign-out")
    ModelAndView leave(
            @RequestParam(name = Navigation.PENDING, required = false) @Nullable String pending,
            HttpServletRequest request,
            HttpServletResponse response) {
        sessions.find(request).ifPresent(session -> signOut.signOut(session, RequestIds.exchange(request)));
        sessions.forget(request, response);
        Optional<String> id = Navigation.id(pending);
        return new ModelAndView(id.isPresent() ? Navigation.to("/sign-in", id) : Navigation.to("/signed-out"));
    }

    @GetMapping("/signed-out")
    ModelAndView left() {
        return new ModelAndView("identity/signed-out");
    }
}
