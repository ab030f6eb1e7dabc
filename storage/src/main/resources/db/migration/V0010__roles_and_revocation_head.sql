-- What every later migration stands on: who may use the schema, and the one row whose lock makes commit order version order.
-- Each migration grants its own tables, each by name; nothing is granted by default.

REVOKE ALL ON SCHEMA caregate FROM PUBLIC;
GRANT USAGE ON SCHEMA caregate TO ${runtime}, ${reader};

CREATE TABLE revocation_head (
    single_row boolean PRIMARY KEY DEFAULT true CHECK (single_row),
    version    bigint  NOT NULL
);
INSERT INTO revocation_head (version) VALUES (0);

-- The runtime moves the version on; it can neither remove the row nor add another.
GRANT SELECT, UPDATE (version) ON revocation_head TO ${runtime};
GRANT SELECT ON revocation_head TO ${reader};
