-- People, their factors, browser sessions and counts of failed attempts (org.caregate.identity).

CREATE TABLE person_account (
    id           text    PRIMARY KEY,
    username     text    NOT NULL UNIQUE,
    display_name text    NOT NULL,
    fhir_user    text,
    roles        text[]  NOT NULL,
    enabled      boolean NOT NULL
);
-- No deletion: neither id nor user name may ever name somebody else.
GRANT SELECT, INSERT, UPDATE (display_name, fhir_user, roles, enabled) ON person_account TO ${runtime};

CREATE TABLE password_credential (
    person      text        PRIMARY KEY REFERENCES person_account,
    sealed      bytea       NOT NULL,
    changed_at  timestamptz NOT NULL,
    disabled_at timestamptz
);
GRANT SELECT, INSERT, UPDATE ON password_credential TO ${runtime};

CREATE TABLE totp_credential (
    person         text        PRIMARY KEY REFERENCES person_account,
    sealed_seed    bytea       NOT NULL,
    last_used_step bigint      NOT NULL,
    enrolled_at    timestamptz NOT NULL,
    disabled_at    timestamptz
);
GRANT SELECT, INSERT, UPDATE ON totp_credential TO ${runtime};

CREATE TABLE browser_session (
    id                 text        PRIMARY KEY,
    cookie_id          text        NOT NULL UNIQUE,
    cookie_key_version integer     NOT NULL,
    cookie_hash        text        NOT NULL,
    created_at         timestamptz NOT NULL,
    last_seen_at       timestamptz NOT NULL,
    person             text        REFERENCES person_account,
    password_at        timestamptz,
    code_at            timestamptz
);
CREATE INDEX browser_session_person ON browser_session (person) WHERE person IS NOT NULL;
CREATE INDEX browser_session_last_seen ON browser_session (last_seen_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON browser_session TO ${runtime};

CREATE TABLE attempt_counter (
    key           text        PRIMARY KEY,
    attempts      integer     NOT NULL CHECK (attempts >= 1),
    last_at       timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL
);
CREATE INDEX attempt_counter_last_at ON attempt_counter (last_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_counter TO ${runtime};
