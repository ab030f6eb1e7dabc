package org.caregate.administration.person;

import static org.caregate.protocol.scope.AdminScope.PEOPLE_READ;
import static org.caregate.protocol.scope.AdminScope.PEOPLE_WRITE;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.caregate.administration.http.ApiProblem;
import org.caregate.administration.http.Call;
import org.caregate.administration.http.CallResult;
import org.caregate.administration.http.Changes;
import org.caregate.administration.http.JsonFields;
import org.caregate.administration.http.Route;
import org.caregate.administration.person.ChangePerson.Wanted;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.invitation.Inviting;
import org.caregate.identity.invitation.Inviting.Invited;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.Username;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.PersonId;

/** {@code /people}, {@code /invitations} and {@code /roles}: who may sign in, and as what. */
public final class PeopleRoutes {
    private static final int LONGEST_NAME = 200;

    private final PersonAccounts accounts;
    private final Inviting inviting;
    private final ChangePerson changing;
    private final Supplier<RoleDefinitions> roles;
    private final URI issuer;
    private final Clock clock;

    public PeopleRoutes(
            PersonAccounts accounts,
            Inviting inviting,
            ChangePerson changing,
            Supplier<RoleDefinitions> roles,
            URI issuer,
            Clock clock) {
        this.accounts = accounts;
        this.inviting = inviting;
        this.changing = changing;
        this.roles = roles;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.list("/people", PEOPLE_READ, List.of("username"), this::list),
                Route.get("/people/{person}", PEOPLE_READ, this::show),
                Route.change("PATCH", "/people/{person}", PEOPLE_WRITE, this::change),
                Route.change("POST", "/resets", PEOPLE_WRITE, this::reset),
                Route.change("POST", "/invitations", PEOPLE_WRITE, this::invite),
                Route.get("/roles", PEOPLE_READ, this::roles));
    }

    private CallResult list(Call call) {
        String wanted = call.query().get("username");
        if (wanted != null) {
            return CallResult.ok(CallResult.page(
                    Username.parse(wanted).flatMap(accounts::findByUsername).map(PeopleRoutes::json).stream()
                            .toList(),
                    null));
        }
        String after = call.after();
        Optional<Username> last = after == null ? Optional.empty() : Username.parse(after);
        if (after != null && last.isEmpty()) {
            return CallResult.refused(ApiProblem.badQuery("cursor"));
        }
        return CallResult.ok(Call.page(
                accounts.page(last.orElse(null), call.limit() + 1),
                call.limit(),
                PeopleRoutes::json,
                account -> account.username().value()));
    }

    private CallResult show(Call call) {
        return accounts.find(new PersonId(call.id()))
                .map(account -> CallResult.ok(json(account), tag(account)))
                .orElseGet(() -> CallResult.refused(ApiProblem.notFound()));
    }

    private CallResult change(Call call) {
        JsonFields fields = new JsonFields(call.body());
        Optional<Boolean> enabled = fields.flag("enabled");
        Optional<Set<String>> wanted = fields.texts("roles").map(Set::copyOf);
        Optional<String> name = fields.text("name");
        if (wanted.isPresent() && wanted.get().isEmpty()) {
            fields.error("roles holds at least one");
        }
        if (name.isPresent() && !isName(name.get())) {
            fields.error("name has 1 to " + LONGEST_NAME + " characters");
        }
        return fields.problem()
                .map(CallResult::refused)
                .orElseGet(() -> call.ifMatch()
                        .map(tag -> Changes.answer(
                                changing.change(
                                        new PersonId(call.id()),
                                        account -> tag(account).equals(tag),
                                        new Wanted(enabled.orElse(null), wanted.orElse(null), name.orElse(null)),
                                        call.operator()),
                                account -> CallResult.ok(json(account), tag(account))))
                        .orElseGet(() -> CallResult.refused(ApiProblem.precondition())));
    }

    private CallResult invite(Call call) {
        JsonFields fields = new JsonFields(call.body());
        List.of("username", "name", "role").forEach(fields::require);
        Optional<String> username = fields.text("username");
        Optional<String> name = fields.text("name");
        Optional<String> role = fields.text("role");
        Optional<String> fhirUser = fields.text("fhir_user");
        Optional<ApiProblem> problem = fields.problem();
        if (problem.isPresent()) {
            return CallResult.refused(problem.get());
        }
        if (!changing.mayGive(role.stream().toList(), call.operator())) {
            return CallResult.refused(ApiProblem.beyondOwnRights());
        }
        Invited invited =
                new Invited(username.orElseThrow(), name.orElseThrow(), fhirUser.orElse(null), role.orElseThrow());
        Action action = fhirUser.filter(own -> own.startsWith("Patient/")).isPresent()
                ? Action.PATIENT_INVITED // a whole record, to anyone who holds the link
                : Action.USER_INVITED;
        return switch (inviting.invite(
                invited,
                roles.get().roles().keySet(),
                call.operator().maker(),
                call.operator().entry(clock, action, Outcome.PERMITTED))) {
            case Inviting.Result.Refused(String why) ->
                CallResult.refused(new ApiProblem(409, "NOT_INVITED", "This cannot be done", List.of(why)));
            case Inviting.Result.Link(String path) -> link(username.orElseThrow(), path, Inviting.PERSON);
        };
    }

    private CallResult reset(Call call) {
        JsonFields fields = new JsonFields(call.body());
        fields.require("person");
        Optional<String> person = fields.text("person");
        Optional<ApiProblem> problem = fields.problem();
        if (problem.isPresent()) {
            return CallResult.refused(problem.get());
        }
        Optional<PersonAccount> found = person.map(PersonId::new).flatMap(accounts::find);
        if (found.isEmpty()) {
            return CallResult.refused(ApiProblem.notFound());
        }
        PersonAccount account = found.get();
        if (!changing.mayGive(account.roles(), call.operator())) {
            return CallResult.refused(ApiProblem.beyondOwnRights()); // or who resets an administrator would be one
        }
        return switch (inviting.reset(
                account,
                call.operator().maker(),
                call.operator().entry(clock, Action.RESET_LINK_MADE, Outcome.PERMITTED))) {
            case Inviting.Result.Refused(String why) ->
                CallResult.refused(new ApiProblem(409, "NOT_RESET", "This cannot be done", List.of(why)));
            case Inviting.Result.Link(String path) -> link(account.username().value(), path, Inviting.RESET);
        };
    }

    private CallResult link(String username, String path, Duration lifetime) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("username", username);
        json.put("link", issuer.resolve(path).toString());
        json.put("expires", clock.instant().plus(lifetime).toString());
        return CallResult.created(json, null, "/people");
    }

    private CallResult roles(Call call) {
        return CallResult.ok(CallResult.page(
                new TreeSet<>(roles.get().roles().keySet())
                        .stream()
                                .map(name -> {
                                    Map<String, Object> json = new LinkedHashMap<>();
                                    json.put("role", name);
                                    json.put(
                                            "scope",
                                            roles.get().ceiling(List.of(name)).text());
                                    return json;
                                })
                                .toList(),
                null));
    }

    private static boolean isName(String name) {
        return name.equals(name.strip())
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(Character::isISOControl);
    }

    private static String tag(PersonAccount account) {
        return CallResult.tag(JSONObjectUtils.toJSONString(json(account)));
    }

    private static Map<String, Object> json(PersonAccount account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", account.id().value());
        json.put("username", account.username().value());
        json.put("name", account.displayName());
        if (account.fhirUser() != null) {
            json.put("fhir_user", account.fhirUser());
        }
        json.put("roles", List.copyOf(new TreeSet<>(account.roles())));
        json.put("enabled", account.enabled());
        return json;
    }
}
