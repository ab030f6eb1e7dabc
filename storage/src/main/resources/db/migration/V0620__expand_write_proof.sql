-- One row, written whenever somebody asks whether a node is ready: a database that reads and does not write is not. What it holds is large
-- enough to need room of its own on the disk, and not compressed away.

CREATE TABLE write_proof (
    id     integer     PRIMARY KEY CHECK (id = 1),
    at     timestamptz NOT NULL,
    filler bytea       NOT NULL
);
ALTER TABLE write_proof ALTER COLUMN filler SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, UPDATE ON write_proof TO ${runtime};
