package org.caregate.authorization.code;

import java.time.Instant;
import org.caregate.authorization.http.Parameters;
import org.caregate.registry.client.Client;
import org.caregate.registry.code.AuthorizationCode;

/** Someone presents a whole code: what the checks on it may read. */
record CodeAttempt(Parameters form, Client client, AuthorizationCode code, Instant now) {}
