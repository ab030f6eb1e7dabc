-- The audit log (ADR 0007). What is written here stays: the runtime role inserts and selects, and nobody updates, deletes or
-- truncates by accident. The work table of entries that wait for their place, and the data keys, are no part of the log.

CREATE TABLE audit_entry (
    id       uuid        PRIMARY KEY,
    at       timestamptz NOT NULL,
    exchange text        NOT NULL,
    phase    text        NOT NULL,
    action   text        NOT NULL,
    outcome  text        NOT NULL,
    person   text,
    client   text,
    marks    bytea[]     NOT NULL,
    leaf     bytea       NOT NULL -- the canonical bytes: only these are proved, verification holds the columns to them
);
CREATE INDEX audit_entry_by_exchange ON audit_entry (exchange);
CREATE INDEX audit_entry_by_person ON audit_entry (person, id) WHERE person IS NOT NULL;
CREATE INDEX audit_entry_by_client ON audit_entry (client, id) WHERE client IS NOT NULL;
CREATE INDEX audit_entry_by_mark ON audit_entry USING gin (marks) WHERE marks <> '{}';

CREATE TABLE audit_pending (
    id uuid PRIMARY KEY
);

-- Two writers of one lane collide here, whatever their clocks say.
CREATE TABLE audit_head (
    lane          integer     NOT NULL CHECK (lane >= 0), -- 0 is the root log
    previous_size bigint      NOT NULL CHECK (previous_size >= 0),
    size          bigint      NOT NULL CHECK (size > previous_size),
    checkpoint    text        NOT NULL,
    at            timestamptz NOT NULL,
    PRIMARY KEY (lane, previous_size)
);

CREATE TABLE audit_place (
    lane       integer NOT NULL,
    leaf_index bigint  NOT NULL,
    entry      uuid    NOT NULL UNIQUE,
    PRIMARY KEY (lane, leaf_index)
);

CREATE TABLE audit_tile (
    lane       integer  NOT NULL,
    level      smallint NOT NULL,
    tile_index bigint   NOT NULL,
    width      smallint NOT NULL CHECK (width BETWEEN 1 AND 256),
    hashes     bytea    NOT NULL,
    PRIMARY KEY (lane, level, tile_index, width)
);

CREATE TABLE audit_root_leaf (
    leaf_index bigint  PRIMARY KEY,
    lane       integer NOT NULL,
    size       bigint  NOT NULL,
    checkpoint text    NOT NULL
);
CREATE INDEX audit_root_leaf_by_lane ON audit_root_leaf (lane, size);

CREATE TABLE audit_data_key (
    name    text        PRIMARY KEY,
    wrapped bytea       NOT NULL,
    created timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_head EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_place EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_tile EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_root_leaf EXECUTE FUNCTION audit_is_append_only();

GRANT SELECT, INSERT ON audit_entry, audit_head, audit_place, audit_tile, audit_root_leaf TO ${runtime};
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_pending TO ${runtime}; -- update: to lock a row while it is placed
GRANT SELECT, INSERT, DELETE ON audit_data_key TO ${runtime};
GRANT SELECT ON audit_entry, audit_pending, audit_head, audit_place, audit_tile, audit_root_leaf, audit_data_key TO ${reader};
