package org.caregate.commandline.doctor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.caregate.commandline.doctor.DoctorResult.Failed;
import org.caregate.commandline.doctor.DoctorResult.NotApplicable;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.commandline.doctor.DoctorResult.Warning;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.identity.invitation.Invitation;
import org.caregate.identity.invitation.Invitations.Sensitive;
import org.caregate.identity.people.PersonAccount;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.server.config.Loopback;

/** What is registered: people, clients, keys. */
final class RecordChecks {
    private static final String GROUP = "records";
    private static final Duration OLD_KEY = Duration.ofDays(180);
    private static final Duration RECENT = Duration.ofDays(30);
    private static final Duration DORMANT = Duration.ofDays(90);
    private static final int MANY_ADMINISTRATORS = 10;
    private static final int NAMED = 3;

    private RecordChecks() {}

    /** What is looked up of the records. */
    interface Records {
        List<PersonAccount> people();

        List<Client> clients();

        List<SigningKeys.Described> keys();

        /** Links to a patient's record or to a person's factors, made through the API since then. */
        List<Sensitive> sensitiveLinks(Instant since);

        /** Whether that person has a second factor that works. */
        boolean hasSecondFactor(PersonAccount person);

        /** Whether the client was issued a token since then. */
        boolean usedSince(ClientId client, Instant then);

        /** Whether the keys at that address can be fetched as they would be for an assertion. */
        boolean fetchable(URI jwks);
    }

    static List<DoctorCheck> of(Callable<Records> records, Clock clock) {
        return List.of(
                check(
                        "administrators",
                        "There is an administrator, and there are not too many",
                        records,
                        found -> administrators(found.people())),
                check(
                        "second-factors",
                        "Every administrator has a second factor",
                        records,
                        found -> secondFactors(found.people(), found::hasSecondFactor)),
                check(
                        "sensitive-links",
                        "Administrators have not given themselves access of other people",
                        records,
                        found -> sensitiveLinks(
                                found.sensitiveLinks(clock.instant().minus(RECENT)), administratorsOf(found.people()))),
                check(
                        "signing-keys",
                        "Signing keys are rotated regularly",
                        records,
                        found -> signingKeys(found.keys(), clock.instant())),
                check(
                        "dormant-clients",
                        "Unused clients are disabled",
                        records,
                        found -> dormant(
                                found.clients(),
                                client -> found.usedSince(
                                        client.id(), clock.instant().minus(DORMANT)),
                                clock.instant())),
                check(
                        "plain-redirects",
                        "Authorization codes are not sent over plain HTTP",
                        records,
                        found -> plainRedirects(found.clients())),
                check(
                        "wide-clients",
                        "Clients are limited to the resource types they need",
                        records,
                        found -> wide(found.clients())),
                check(
                        "client-keys",
                        "Clients' JWK sets can be fetched",
                        records,
                        found -> published(found.clients(), found::fetchable)));
    }

    private static DoctorCheck check(
            String id, String title, Callable<Records> records, Function<Records, DoctorResult> judge) {
        return new DoctorCheck(id, GROUP, title, () -> judge.apply(records.call()));
    }

    private static List<PersonAccount> administratorsOf(List<PersonAccount> people) {
        return people.stream()
                .filter(person -> person.enabled() && person.roles().contains(RoleDefinitions.ADMINISTRATOR))
                .toList();
    }

    static DoctorResult administrators(List<PersonAccount> people) {
        int count = administratorsOf(people).size();
        if (count == 0) {
            return new Failed("there is no administrator", "Open the set-up link that serve prints.");
        }
        return count > MANY_ADMINISTRATORS
                ? new Warning(
                        count + " people are administrators",
                        "Remove the role from people who do not need it: caregate user roles.")
                : new Passed(count + (count == 1 ? " administrator" : " administrators"));
    }

    static DoctorResult secondFactors(List<PersonAccount> people, Predicate<PersonAccount> has) {
        List<String> without = administratorsOf(people).stream()
                .filter(has.negate())
                .map(person -> person.username().value())
                .toList();
        return without.isEmpty()
                ? new Passed("every administrator has one")
                : new Failed(
                        some(without) + " has none",
                        "Disable these accounts until they have one: caregate user disable.");
    }

    static DoctorResult sensitiveLinks(List<Sensitive> links, List<PersonAccount> administrators) {
        Set<PersonId> powerful = administrators.stream().map(PersonAccount::id).collect(Collectors.toUnmodifiableSet());
        List<String> suspicious = links.stream()
                .filter(link -> link.usedByMaker()
                        || powerful.contains(link.invitation().person()))
                .map(RecordChecks::described)
                .toList();
        if (!suspicious.isEmpty()) {
            return new Warning(
                    some(suspicious) + " within the last " + RECENT.toDays() + " days",
                    "Ask its maker for the reason. To list them: caregate audit search --action link_used_by_maker, reset_link_made or patient_invited.");
        }
        return new Passed(
                links.isEmpty()
                        ? "no link to a patient's record and no reset link within the last " + RECENT.toDays() + " days"
                        : some(links.stream().map(RecordChecks::described).toList()) + " within " + RECENT.toDays()
                                + " days, none used by its maker");
    }

    private static String described(Sensitive link) {
        Invitation invitation = link.invitation();
        String name = invitation.username() == null ? "" : invitation.username().value();
        String what = invitation.kind() == Invitation.Kind.RESET
                ? "a reset link for " + name
                : "a link to a patient's record for " + name;
        return link.usedByMaker() ? what + ", used by its maker" : what;
    }

    static DoctorResult signingKeys(List<SigningKeys.Described> keys, Instant now) {
        for (KeyUse use : KeyUse.values()) {
            List<Instant> active = keys.stream()
                    .filter(key -> key.use() == use
                            && (key.retiredAt() == null || key.retiredAt().isAfter(now)))
                    .map(SigningKeys.Described::activeFrom)
                    .toList();
            String word = use.name().toLowerCase(java.util.Locale.ROOT);
            if (active.isEmpty()) {
                return new Failed("there is no " + word + " key", "Run caregate keys init.");
            }
            Instant newest = active.stream().max(Instant::compareTo).orElseThrow();
            long days = Duration.between(newest, now).toDays();
            if (days > OLD_KEY.toDays()) {
                return new Warning(
                        "the " + word + " key is " + days + " days old", "Run caregate keys rotate " + word + ".");
            }
        }
        return new Passed(keys.size() + " keys");
    }

    static DoctorResult dormant(List<Client> clients, Predicate<Client> used, Instant now) {
        List<String> unused = clients.stream()
                .filter(client -> client.enabled()
                        && !client.grantTypes().isEmpty()
                        && client.createdAt().isBefore(now.minus(DORMANT))
                        && !used.test(client))
                .map(client -> client.id().value())
                .toList();
        return unused.isEmpty()
                ? new Passed("each client is new or got a token within the last " + DORMANT.toDays() + " days")
                : new Warning(
                        some(unused) + ": no token for " + DORMANT.toDays() + " days",
                        "Disable clients that are no longer needed: caregate client disable.");
    }

    static DoctorResult plainRedirects(List<Client> clients) {
        List<String> plain = clients.stream()
                .filter(client -> client.redirectUris().stream()
                        .map(URI::create)
                        .anyMatch(uri -> "http".equals(uri.getScheme()) && !Loopback.is(uri.getHost())))
                .map(client -> client.id().value())
                .toList();
        return plain.isEmpty()
                ? new Passed(clients.size() + " clients")
                : new Failed(some(plain) + " redirect over plain HTTP", "Register an https redirect URI.");
    }

    static DoctorResult wide(List<Client> clients) {
        List<String> wide = clients.stream()
                .filter(client -> client.enabled()
                        && client.scopes()
                                .clinical()
                                .anyMatch(scope -> scope.text().startsWith("system/*")))
                .map(client -> client.id().value())
                .toList();
        return wide.isEmpty()
                ? new Passed("no client can read every type of every patient")
                : new Warning(
                        some(wide) + " can use every type of every patient", "Register scopes for the types it needs.");
    }

    static DoctorResult published(List<Client> clients, Predicate<URI> fetchable) {
        List<Client> publishing = clients.stream()
                .filter(client -> client.enabled() && client.authentication() instanceof ClientAuthentication.KeysByUrl)
                .toList();
        if (publishing.isEmpty()) {
            return new NotApplicable("no client has a jwks_uri");
        }
        List<String> failing = publishing.stream()
                .filter(client -> client.authentication() instanceof ClientAuthentication.KeysByUrl(URI uri)
                        && !fetchable.test(uri))
                .map(client -> client.id().value())
                .toList();
        return failing.isEmpty()
                ? new Passed(publishing.size() + " addresses")
                : new Failed(
                        some(failing) + ": no keys could be fetched from the jwks_uri",
                        "Contact the owner of the client. List a host on your own network in tokens.jwksHosts.");
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
