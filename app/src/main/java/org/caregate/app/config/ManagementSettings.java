package org.caregate.app.config;

/** Where health, readiness and metrics are answered, in plain HTTP: keep it on loopback or an inner network. */
public record ManagementSettings(String address, int port) {}
