-- Links by which people give themselves their two factors (org.caregate.identity.invitation); what is stored opens nothing.

CREATE TABLE invitation (
    id              text        PRIMARY KEY,
    key_version     integer     NOT NULL,
    hash            text        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('SET_UP', 'PERSON')),
    person          text        NOT NULL UNIQUE,
    username        text,
    display_name    text        NOT NULL,
    fhir_user       text,
    roles           text[]      NOT NULL,
    expires_at      timestamptz NOT NULL,
    sealed_password bytea,
    sealed_seed     bytea,
    used_at         timestamptz,
    CHECK ((sealed_password IS NULL) = (sealed_seed IS NULL))
);
CREATE UNIQUE INDEX invitation_one_set_up ON invitation (kind) WHERE kind = 'SET_UP' AND used_at IS NULL;
CREATE UNIQUE INDEX invitation_one_a_username ON invitation (username) WHERE kind = 'PERSON' AND used_at IS NULL;
CREATE INDEX invitation_expires ON invitation (expires_at);
GRANT SELECT, INSERT, DELETE, UPDATE (username, display_name, sealed_password, sealed_seed, used_at) ON invitation TO ${runtime};
