package org.caregate.administration.revocation;

import org.caregate.registry.client.Clients;
import org.caregate.registry.person.People;

/** Everyone whose tokens can be revoked together. */
public record Holders(Clients clients, People people) {}
