package org.caregate.identity.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;

/**
 * Which budgets an attempt at a person's factor spends. A known device has a budget of its own, so that strangers cannot lock the
 * person out there; all other devices share one for each network and one in all (OWASP, "Device Cookies"; SP 800-63B-4 §3.2.2).
 * The failures of a network, over all people, never keep a proof from being looked at.
 */
public final class SignInBudgets {
    private static final String PASSWORD = "password";
    private static final String CODE = "code";

    private final Throttle throttle;
    private final ThrottleKeys keys;
    private final KnownDevices devices;

    /** Budgets counted there. */
    public SignInBudgets(Throttle throttle, ThrottleKeys keys, KnownDevices devices) {
        this.throttle = throttle;
        this.keys = keys;
        this.devices = devices;
    }

    /** Whether an attempt may be looked at. */
    public sealed interface Admission {
        /**
         * It may, and was counted.
         *
         * @param attempts how many in a row this one makes, itself included
         * @param knownDevice whether the person has signed in with this device before
         * @param spent the budgets it was counted on
         */
        record Admitted(int attempts, boolean knownDevice, List<String> spent) implements Admission {
            public Admitted {
                spent = List.copyOf(spent);
            }
        }

        /** Not before so long. */
        record Wait(Duration remaining) implements Admission {}
    }

    /** An attempt at a password. */
    public Admission password(Username username, Optional<String> deviceCookie, String address) {
        Optional<String> device = devices.find(deviceCookie, username);
        if (device.isPresent()) {
            Admission onDevice = claim(true, keys.device(PASSWORD, device.get()), AttemptLimit.OF_A_DEVICE, List.of());
            if (!worn(onDevice)) {
                return onDevice;
            }
        }
        Admission here = claim(false, keys.password(username, address), AttemptLimit.FROM_A_NETWORK, List.of());
        if (!(here instanceof Admission.Admitted counted)) {
            return here;
        }
        Admission anywhere = claim(false, keys.password(username), AttemptLimit.FROM_ANYWHERE, counted.spent());
        if (anywhere instanceof Admission.Wait) {
            refund(counted);
        }
        return anywhere;
    }

    /** An attempt at a one-time code by a browser that proved the password. */
    public Admission code(PersonId person, Username username, Optional<String> deviceCookie) {
        Optional<String> device = devices.find(deviceCookie, username);
        if (device.isPresent()) {
            Admission onDevice = claim(true, keys.device(CODE, device.get()), AttemptLimit.OF_A_DEVICE, List.of());
            if (!worn(onDevice)) {
                return onDevice;
            }
        }
        return claim(false, keys.code(person), AttemptLimit.OF_CODES, List.of());
    }

    /** A device with so many failures in a row is as good as any other (SP 800-63B-4 §3.2.2). */
    private static boolean worn(Admission onDevice) {
        return onDevice instanceof Admission.Admitted admitted && admitted.attempts() > AttemptLimit.DISABLED_AT;
    }

    private Admission claim(boolean knownDevice, String key, AttemptLimit limit, List<String> spentBefore) {
        return switch (throttle.claim(key, limit)) {
            case Claim.Wait(Duration remaining) -> new Admission.Wait(remaining);
            case Claim.Counted(int attempts) -> {
                List<String> spent = new ArrayList<>(spentBefore);
                spent.add(key);
                yield new Admission.Admitted(attempts, knownDevice, spent);
            }
        };
    }

    /** The attempt was no wrong guess: it is not counted. What others or earlier attempts spent stays spent. */
    public void refund(Admission.Admitted attempt) {
        attempt.spent().forEach(throttle::refund);
    }

    /** Counts a failure from there; how long its source should wait, zero while its network is within its budget. */
    public Duration failed(String address) {
        return throttle.failed(keys.address(address), AttemptLimit.OF_AN_ADDRESS);
    }

    /** Whether the network has used up its budget of failures, so that its work comes last. */
    public boolean exhausted(String address) {
        return throttle.exhausted(keys.address(address), AttemptLimit.OF_AN_ADDRESS);
    }

    /** The cookie by which the device is known after that person proved both factors on it. Joins the caller's transaction. */
    public Optional<String> remember(Optional<String> deviceCookie, PersonId person, Username username) {
        return devices.remember(deviceCookie, person, username);
    }

    /**
     * Forgets the person's attempts once both factors are proved: on this device, in this network and from everywhere. The network's
     * failures over all people stay. Joins the caller's transaction.
     */
    public void forget(PersonId person, Username username, Optional<String> deviceCookie, String address) {
        devices.find(deviceCookie, username).ifPresent(device -> {
            throttle.forget(keys.device(PASSWORD, device));
            throttle.forget(keys.device(CODE, device));
        });
        throttle.forget(keys.password(username, address));
        throttle.forget(keys.password(username));
        throttle.forget(keys.code(person));
    }
}
