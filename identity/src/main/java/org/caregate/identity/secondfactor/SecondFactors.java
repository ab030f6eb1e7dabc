package org.caregate.identity.secondfactor;

/** The stored second factors, and what opens their seeds. */
public record SecondFactors(TotpCredentials credentials, TotpSeeds seeds) {}
