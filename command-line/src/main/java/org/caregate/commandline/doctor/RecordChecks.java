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
import org.caregate.commandline.doctor.Finding.NotApplicable;
import org.caregate.commandline.doctor.Finding.Warning;
import org.caregate.commandline.doctor.Finding.Well;
import org.caregate.commandline.doctor.Finding.Wrong;
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

    static List<Check> of(Callable<Records> records, Clock clock) {
        return List.of(
                check(
                        "administrators",
                        "Somebody administers, and not everybody does",
                        records,
                        found -> administrators(found.people())),
                check(
                        "second-factors",
                        "Every administrator has a second factor",
                        records,
                        found -> secondFactors(found.people(), found::hasSecondFactor)),
                check(
                        "sensitive-links",
                        "Administrators give themselves nobody else's access",
                        records,
                        found -> sensitiveLinks(
                                found.sensitiveLinks(clock.instant().minus(RECENT)), administratorsOf(found.people()))),
                check(
                        "signing-keys",
                        "Tokens are signed by keys that are not old",
                        records,
                        found -> signingKeys(found.keys(), clock.instant())),
                check(
                        "dormant-clients",
                        "Clients that nobody uses are off",
                        records,
                        found -> dormant(
                                found.clients(),
                                client -> found.usedSince(
                                        client.id(), clock.instant().minus(DORMANT)),
                                clock.instant())),
                check(
                        "plain-redirects",
                        "Codes are not sent over plain HTTP",
                        records,
                        found -> plainRedirects(found.clients())),
                check("wide-clients", "Clients name the types they need", records, found -> wide(found.clients())),
                check(
                        "client-keys",
                        "Clients' published keys can be fetched",
                        records,
                        found -> published(found.clients(), found::fetchable)));
    }

    private static Check check(String id, String title, Callable<Records> records, Function<Records, Finding> judge) {
        return new Check(id, GROUP, title, () -> judge.apply(records.call()));
    }

    private static List<PersonAccount> administratorsOf(List<PersonAccount> people) {
        return people.stream()
                .filter(person -> person.enabled() && person.roles().contains(RoleDefinitions.ADMINISTRATOR))
                .toList();
    }

    static Finding administrators(List<PersonAccount> people) {
        int count = administratorsOf(people).size();
        if (count == 0) {
            return new Wrong("nobody administers", "Use the set-up link that serve prints.");
        }
        return count > MANY_ADMINISTRATORS
                ? new Warning(count + " people administer", "Take the role from those who do not need it: user roles.")
                : new Well(count + (count == 1 ? " administrator" : " administrators"));
    }

    static Finding secondFactors(List<PersonAccount> people, Predicate<PersonAccount> has) {
        List<String> without = administratorsOf(people).stream()
                .filter(has.negate())
                .map(person -> person.username().value())
                .toList();
        return without.isEmpty()
                ? new Well("each of them")
                : new Wrong(some(without) + " has none", "Disable them until they have one: user disable.");
    }

    static Finding sensitiveLinks(List<Sensitive> links, List<PersonAccount> administrators) {
        Set<PersonId> powerful = administrators.stream().map(PersonAccount::id).collect(Collectors.toUnmodifiableSet());
        List<String> suspicious = links.stream()
                .filter(link -> link.usedByMaker()
                        || powerful.contains(link.invitation().person()))
                .map(RecordChecks::described)
                .toList();
        if (!suspicious.isEmpty()) {
            return new Warning(
                    some(suspicious) + " within " + RECENT.toDays() + " days",
                    "Ask who made it why: audit search --action link_used_by_maker, reset_link_made or patient_invited.");
        }
        return new Well(
                links.isEmpty()
                        ? "no link to a patient's record or for new factors within " + RECENT.toDays() + " days"
                        : some(links.stream().map(RecordChecks::described).toList()) + " within " + RECENT.toDays()
                                + " days, none used by its maker");
    }

    private static String described(Sensitive link) {
        Invitation invitation = link.invitation();
        String name = invitation.username() == null ? "" : invitation.username().value();
        String what = invitation.kind() == Invitation.Kind.RESET
                ? "new factors for " + name
                : name + " for a patient's record";
        return link.usedByMaker() ? what + ", used by its maker" : what;
    }

    static Finding signingKeys(List<SigningKeys.Described> keys, Instant now) {
        for (KeyUse use : KeyUse.values()) {
            List<Instant> active = keys.stream()
                    .filter(key -> key.use() == use
                            && (key.retiredAt() == null || key.retiredAt().isAfter(now)))
                    .map(SigningKeys.Described::activeFrom)
                    .toList();
            String word = use.name().toLowerCase(java.util.Locale.ROOT);
            if (active.isEmpty()) {
                return new Wrong("there is no " + word + " key", "keys init makes them.");
            }
            Instant newest = active.stream().max(Instant::compareTo).orElseThrow();
            long days = Duration.between(newest, now).toDays();
            if (days > OLD_KEY.toDays()) {
                return new Warning("the " + word + " key is " + days + " days old", "keys rotate " + word);
            }
        }
        return new Well(keys.size() + " keys");
    }

    static Finding dormant(List<Client> clients, Predicate<Client> used, Instant now) {
        List<String> unused = clients.stream()
                .filter(client -> client.enabled()
                        && !client.grantTypes().isEmpty()
                        && client.createdAt().isBefore(now.minus(DORMANT))
                        && !used.test(client))
                .map(client -> client.id().value())
                .toList();
        return unused.isEmpty()
                ? new Well("each was used within " + DORMANT.toDays() + " days, or is new")
                : new Warning(
                        some(unused) + ": no token for " + DORMANT.toDays() + " days",
                        "client disable what is not needed any more.");
    }

    static Finding plainRedirects(List<Client> clients) {
        List<String> plain = clients.stream()
                .filter(client -> client.redirectUris().stream()
                        .map(URI::create)
                        .anyMatch(uri -> "http".equals(uri.getScheme()) && !Loopback.is(uri.getHost())))
                .map(client -> client.id().value())
                .toList();
        return plain.isEmpty()
                ? new Well(clients.size() + " clients")
                : new Wrong(some(plain) + " redirect over plain HTTP", "Register an https redirect URI.");
    }

    static Finding wide(List<Client> clients) {
        List<String> wide = clients.stream()
                .filter(client -> client.enabled()
                        && client.scopes()
                                .clinical()
                                .anyMatch(scope -> scope.text().startsWith("system/*")))
                .map(client -> client.id().value())
                .toList();
        return wide.isEmpty()
                ? new Well("no client may read everything of everybody")
                : new Warning(some(wide) + " may use every type of every patient", "Register the types it needs.");
    }

    static Finding published(List<Client> clients, Predicate<URI> fetchable) {
        List<Client> publishing = clients.stream()
                .filter(client -> client.enabled() && client.authentication() instanceof ClientAuthentication.KeysByUrl)
                .toList();
        if (publishing.isEmpty()) {
            return new NotApplicable("no client publishes its keys by address");
        }
        List<String> failing = publishing.stream()
                .filter(client -> client.authentication() instanceof ClientAuthentication.KeysByUrl(URI uri)
                        && !fetchable.test(uri))
                .map(client -> client.id().value())
                .toList();
        return failing.isEmpty()
                ? new Well(publishing.size() + " addresses")
                : new Wrong(
                        some(failing) + ": its jwks_uri gives no keys",
                        "Ask its owner; an address in your own network has to be in tokens.jwksHosts.");
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
