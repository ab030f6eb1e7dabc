-- Codes go by whole days as well (ADR 0015): a day and one ahead, so that a look-up by id probes four partitions at most.
-- The names, columns and grants stay, so that nodes of the version before work on while this is applied.

SET LOCAL lock_timeout = '10s';

ALTER TABLE authorization_code RENAME TO authorization_code_before;
ALTER INDEX authorization_code_pkey RENAME TO authorization_code_before_pkey;
ALTER INDEX authorization_code_grant RENAME TO authorization_code_before_grant;
-- Without references to grant and client: neither is removed within thirty days of its last code, and a partition with references could not
-- be dropped without stopping both tables.
CREATE TABLE authorization_code (
    id             text        NOT NULL,
    key_version    integer     NOT NULL,
    hash           text        NOT NULL,
    grant_id       text        NOT NULL,
    client         text        NOT NULL,
    redirect_uri   text        NOT NULL,
    code_challenge text        NOT NULL,
    nonce          text,
    audience       text,
    cut_scopes     text[]      NOT NULL,
    issued_at      timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    consumed       boolean     NOT NULL,
    PRIMARY KEY (id, expires_at) -- the id alone is unique as well, being 128 random bits
) PARTITION BY RANGE (expires_at);
CREATE TABLE authorization_code_default PARTITION OF authorization_code DEFAULT;
INSERT INTO authorization_code SELECT id, key_version, hash, grant_id, client, redirect_uri, code_challenge, nonce, audience, cut_scopes,
        issued_at, expires_at, consumed
    FROM authorization_code_before WHERE expires_at > now() - interval '1 day';
DROP TABLE authorization_code_before;
GRANT SELECT, INSERT, DELETE, UPDATE (consumed) ON authorization_code TO ${runtime};
GRANT SELECT, DELETE ON authorization_code_default TO ${runtime};

-- As in V0545, with a length and a number ahead for each table.
CREATE OR REPLACE FUNCTION partitions_at(moment timestamptz) RETURNS integer
LANGUAGE plpgsql SET search_path = ${flyway:defaultSchema}, pg_temp SET timezone = 'UTC' SET lock_timeout = '250ms' AS $$
DECLARE
    parent     text;
    length     interval;
    most       integer;
    unit       text;
    partition  text;
    begins     timestamptz;
    keeps      interval;
    unpruned   boolean;
    changed    integer := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(545, 545) THEN
        RETURN NULL;
    END IF;
    FOR parent, unit, most, keeps IN VALUES
        ('assertion_id', 'hour', 3, interval '5 minutes'),
        ('revocation', 'hour', 3, interval '1 hour'),
        ('authorization_code', 'day', 1, interval '1 day') -- what tells a replay for so long
    LOOP
        length := ('1 ' || unit)::interval;
        -- One a call and table: each drop is a transaction of its own, and holds its lock as short as can be.
        SELECT c.relname INTO partition
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = parent::regclass AND c.relname ~ ('^' || parent || '_[0-9]{10}$')
            AND to_timestamp(right(c.relname, 10), 'YYYYMMDDHH24') + length <= moment - keeps
        ORDER BY c.relname LIMIT 1;
        IF FOUND THEN
            EXECUTE format('DROP TABLE %I', partition);
            changed := changed + 1;
        END IF;
        FOR ahead IN 0..most LOOP
            begins := date_trunc(unit, moment) + ahead * length;
            partition := parent || '_' || to_char(begins, 'YYYYMMDDHH24');
            CONTINUE WHEN to_regclass(format('%I', partition)) IS NOT NULL;
            -- Rows never move: a time of which the default holds some stays there to its end.
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE expires_at >= $1 AND expires_at < $2)', parent || '_default')
                INTO unpruned USING begins, begins + length;
            CONTINUE WHEN unpruned;
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                partition, parent, begins, begins + length);
            changed := changed + 1;
        END LOOP;
    END LOOP;
    RETURN changed;
EXCEPTION WHEN lock_not_available THEN
    RETURN NULL;
END $$;

SELECT partitions_at(now());
