-- What the administration API changes: a client's registration, with the secret it had before for a while; and what it may revoke.

ALTER TABLE client
    ADD COLUMN previous_secret_key_version integer,
    ADD COLUMN previous_secret_hash        text,
    ADD COLUMN previous_secret_until       timestamptz,
    ADD CONSTRAINT client_previous_secret_is_whole CHECK (
        (previous_secret_until IS NULL) = (previous_secret_hash IS NULL)
        AND (previous_secret_until IS NULL) = (previous_secret_key_version IS NULL)
        AND (previous_secret_until IS NULL OR authentication = 'secret'));
-- Profile and way to authenticate stay: another is another client.
GRANT UPDATE (name, secret_key_version, secret_hash, previous_secret_key_version, previous_secret_hash,
    previous_secret_until, jwks, jwks_uri, grant_types, redirect_uris, origins, scopes, audiences, introspects)
    ON client TO ${runtime};

ALTER TABLE revocation DROP CONSTRAINT revocation_kind_check;
ALTER TABLE revocation ADD CONSTRAINT revocation_kind_check
    CHECK (kind IN ('TOKEN', 'GRANT', 'CLIENT', 'PERSON', 'KEY', 'ALL'));

CREATE INDEX issued_grant_created ON issued_grant (created_at) WHERE NOT revoked;
