package org.caregate.database;

/** A database role and its password, which no log ever shows. */
public record DatabaseLogin(String user, String password) {
    @Override
    public String toString() {
        return "DatabaseLogin[" + user + "]";
    }
}
