-- Signing keys (org.caregate.crypto): public halves in clear, the whole sealed under the key file, which is not in the database.

CREATE TABLE signing_key (
    kid                text        PRIMARY KEY,
    key_use            text        NOT NULL,
    public_jwk         text        NOT NULL,
    sealed_private_jwk bytea       NOT NULL,
    active_from        timestamptz NOT NULL,
    retired_at         timestamptz
);
GRANT SELECT, INSERT, UPDATE (retired_at) ON signing_key TO ${runtime};
