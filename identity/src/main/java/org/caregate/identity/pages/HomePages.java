package org.caregate.identity.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.caregate.identity.session.BrowserSession;
import org.caregate.identity.session.RequestSessions;
import org.caregate.identity.session.SignedIn;
import org.caregate.identity.signin.SignOut;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
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
        Optional<Person> person = sessions.find(request)
                .flatMap(BrowserSession::signedIn)
                .map(SignedIn::person)
                .flatMap(people::find);
        return new ModelAndView("identity/home").addObject("person", person.orElse(null));
    }

    @PostMapping("/sign-out")
    ModelAndView leave(HttpServletRequest request, HttpServletResponse response) {
        sessions.find(request).ifPresent(session -> signOut.signOut(session, RequestIds.exchange(request)));
        sessions.forget(request, response);
        return new ModelAndView(Navigation.to("/signed-out"));
    }

    @GetMapping("/signed-out")
    ModelAndView left() {
        return new ModelAndView("identity/signed-out");
    }
}
