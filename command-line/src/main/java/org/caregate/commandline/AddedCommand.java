package org.caregate.commandline;

/** A command of another module, annotated for picocli; found as a service, so that an installation without the module has no such command. */
public interface AddedCommand {}
