package org.caregate.server.config;

/** How the running program writes its own log to standard error; it holds neither health information nor secrets in either form. */
public enum LogFormat {
    /** A line for people. */
    TEXT,
    /** A JSON object a line, for a collector. */
    JSON
}
