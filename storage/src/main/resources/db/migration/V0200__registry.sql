-- Clients, grants, codes, refresh tokens, assertion ids, waiting authorizations, revocations (org.caregate.registry).
-- Credentials are here as keyed hashes only (decision 5). Single-use rows have an index on their expiry, by which they are pruned.

CREATE TABLE client (
    id                 text        PRIMARY KEY,
    added              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    name               text        NOT NULL,
    profile            text        NOT NULL,
    authentication     text        NOT NULL CHECK (authentication IN ('none', 'secret', 'keys_by_value', 'keys_by_url')),
    secret_key_version integer,
    secret_hash        text,
    jwks               text,
    jwks_uri           text,
    grant_types        text[]      NOT NULL,
    redirect_uris      text[]      NOT NULL,
    origins            text[]      NOT NULL,
    scopes             text        NOT NULL,
    audiences          text[]      NOT NULL,
    introspects        text[]      NOT NULL,
    enabled            boolean     NOT NULL,
    created_at         timestamptz NOT NULL,
    CONSTRAINT client_has_what_it_authenticates_with CHECK (
        (authentication = 'secret') = (secret_key_version IS NOT NULL AND secret_hash IS NOT NULL)
        AND (authentication = 'keys_by_value') = (jwks IS NOT NULL)
        AND (authentication = 'keys_by_url') = (jwks_uri IS NOT NULL))
);
CREATE INDEX client_origins ON client USING gin (origins);
-- No deletion: the id of a client must never name another.
GRANT SELECT, INSERT, UPDATE (enabled) ON client TO ${runtime};

-- "grant" is a word of SQL's own.
CREATE TABLE issued_grant (
    id         text        PRIMARY KEY,
    client     text        NOT NULL REFERENCES client,
    person     text        NOT NULL,
    audience   text,
    scopes     text        NOT NULL,
    patient    text,
    fhir_user  text,
    auth_time  timestamptz NOT NULL,
    acr        text        NOT NULL,
    amr        text[]      NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked    boolean     NOT NULL,
    version    bigint      NOT NULL
);
CREATE INDEX issued_grant_client ON issued_grant (client) WHERE NOT revoked;
CREATE INDEX issued_grant_person ON issued_grant (person) WHERE NOT revoked;
CREATE INDEX issued_grant_expiry ON issued_grant (expires_at);
GRANT SELECT, INSERT, DELETE, UPDATE (expires_at, revoked, version) ON issued_grant TO ${runtime};

CREATE TABLE authorization_code (
    id             text        PRIMARY KEY,
    key_version    integer     NOT NULL,
    hash           text        NOT NULL,
    grant_id       text        NOT NULL REFERENCES issued_grant ON DELETE CASCADE,
    client         text        NOT NULL REFERENCES client,
    redirect_uri   text        NOT NULL,
    code_challenge text        NOT NULL,
    nonce          text,
    audience       text,
    cut_scopes     text[]      NOT NULL,
    issued_at      timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    consumed       boolean     NOT NULL
);
CREATE INDEX authorization_code_grant ON authorization_code (grant_id);
CREATE INDEX authorization_code_expiry ON authorization_code (expires_at);
GRANT SELECT, INSERT, DELETE, UPDATE (consumed) ON authorization_code TO ${runtime};

-- The family carries what holds for all its tokens; its row's lock orders rotation, repetition and revocation.
CREATE TABLE refresh_token_family (
    id       text    PRIMARY KEY,
    grant_id text    NOT NULL REFERENCES issued_grant ON DELETE CASCADE,
    client   text    NOT NULL REFERENCES client,
    revoked  boolean NOT NULL DEFAULT false
);
CREATE INDEX refresh_token_family_grant ON refresh_token_family (grant_id);
GRANT SELECT, INSERT, DELETE, UPDATE (revoked) ON refresh_token_family TO ${runtime};

CREATE TABLE refresh_token (
    id          text        PRIMARY KEY,
    key_version integer     NOT NULL,
    hash        text        NOT NULL,
    family      text        NOT NULL REFERENCES refresh_token_family ON DELETE CASCADE,
    generation  integer     NOT NULL,
    issued_at   timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    successor   text,
    repeated    boolean     NOT NULL DEFAULT false,
    UNIQUE (family, generation),
    CHECK ((used_at IS NULL) = (successor IS NULL))
);
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);
GRANT SELECT, INSERT, DELETE, UPDATE (used_at, successor, repeated, expires_at) ON refresh_token TO ${runtime};

-- The jti is kept as its SHA-256: it is the sender's text, and may hold what text cannot.
CREATE TABLE assertion_id (
    client     text        NOT NULL,
    jti_sha256 bytea       NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (client, jti_sha256)
);
CREATE INDEX assertion_id_expiry ON assertion_id (expires_at);
GRANT SELECT, INSERT, DELETE ON assertion_id TO ${runtime};

CREATE TABLE pending_authorization (
    id              text        PRIMARY KEY,
    browser_session text        NOT NULL,
    client          text        NOT NULL REFERENCES client,
    parameters      text        NOT NULL,
    interaction     text        NOT NULL CHECK (interaction IN ('sign_in', 'choose_patient', 'consent')),
    patients        text[],
    consent_scopes  text[],
    consent_cut     text[],
    consent_patient text,
    person          text,
    requested_at    timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL
);
CREATE INDEX pending_authorization_expiry ON pending_authorization (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON pending_authorization TO ${runtime};

CREATE TABLE pending_answer (
    pending  text    NOT NULL REFERENCES pending_authorization ON DELETE CASCADE,
    position integer NOT NULL,
    answer   text    NOT NULL CHECK (answer IN ('patient_chosen', 'consent_given', 'declined')),
    patient  text,
    scopes   text[],
    PRIMARY KEY (pending, position)
);
GRANT SELECT, INSERT, DELETE ON pending_answer TO ${runtime};

CREATE TABLE revocation (
    version      bigint      PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind IN ('TOKEN', 'GRANT', 'CLIENT', 'PERSON', 'KEY')),
    value        text        NOT NULL,
    issued_up_to timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    reason       text        NOT NULL
);
CREATE INDEX revocation_expiry ON revocation (expires_at);
-- No update: what was revoked stays so until no token it speaks of can be valid.
GRANT SELECT, INSERT, DELETE ON revocation TO ${runtime};
