-- The tables that grow with machines' requests, by time of expiry: a partition is made ahead and dropped whole once past (ADR 0015).
-- The names, columns and grants stay, so that nodes of the version before work on while this is applied.

-- Traffic waits behind the exchange of the tables, so the exchange does not wait long behind traffic: the next start tries again.
SET LOCAL lock_timeout = '10s';

ALTER TABLE assertion_id RENAME TO assertion_id_before;
ALTER INDEX assertion_id_pkey RENAME TO assertion_id_before_pkey;
CREATE TABLE assertion_id (
    client     text        NOT NULL,
    jti_sha256 bytea       NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (client, jti_sha256, expires_at)
) PARTITION BY RANGE (expires_at);
-- Takes what no partition was made for, so that a late node costs order and never a request.
CREATE TABLE assertion_id_default PARTITION OF assertion_id DEFAULT;
INSERT INTO assertion_id SELECT client, jti_sha256, expires_at FROM assertion_id_before WHERE expires_at > now() - interval '5 minutes';
DROP TABLE assertion_id_before;
GRANT SELECT, INSERT, DELETE ON assertion_id TO ${runtime};
GRANT SELECT, DELETE ON assertion_id_default TO ${runtime};

ALTER TABLE revocation RENAME TO revocation_before;
ALTER INDEX revocation_pkey RENAME TO revocation_before_pkey;
CREATE TABLE revocation (
    version      bigint      NOT NULL, -- unique by revocation_head, whose row's lock gives it out
    kind         text        NOT NULL CHECK (kind IN ('TOKEN', 'GRANT', 'CLIENT', 'PERSON', 'KEY', 'ALL')),
    value        text        NOT NULL,
    issued_up_to timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    reason       text        NOT NULL,
    PRIMARY KEY (version, expires_at)
) PARTITION BY RANGE (expires_at);
CREATE TABLE revocation_default PARTITION OF revocation DEFAULT;
INSERT INTO revocation SELECT version, kind, value, issued_up_to, expires_at, reason
    FROM revocation_before WHERE expires_at > now() - interval '1 hour';
DROP TABLE revocation_before;
GRANT SELECT, INSERT, DELETE ON revocation TO ${runtime};
GRANT SELECT, DELETE ON revocation_default TO ${runtime};

-- One id is used once, whatever expiry comes with it: the partitioned key alone would let the same jti into two partitions. Each statement
-- of the body sees what was committed when it began, so whoever gets the lock second sees the first one's row.
CREATE FUNCTION consume_assertion_id(of_client text, of_jti bytea, until timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
    inserted bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(of_client || ' ' || encode(of_jti, 'hex'), 545));
    IF EXISTS (SELECT FROM assertion_id a WHERE a.client = of_client AND a.jti_sha256 = of_jti AND a.expires_at > now() - interval '5 minutes') THEN
        RETURN false;
    END IF;
    INSERT INTO assertion_id (client, jti_sha256, expires_at) VALUES (of_client, of_jti, until) ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    RETURN inserted = 1;
END $$;
REVOKE ALL ON FUNCTION consume_assertion_id FROM PUBLIC;
GRANT EXECUTE ON FUNCTION consume_assertion_id TO ${runtime};

-- Drops the partitions that ended before what the table keeps, and makes those of the hours ahead; says how many it changed, and nothing
-- (NULL) while another does so or traffic holds a table for longer than this may make others wait. For the owner alone: who chooses the moment chooses what goes.
CREATE FUNCTION partitions_at(moment timestamptz) RETURNS integer
LANGUAGE plpgsql SET search_path = ${flyway:defaultSchema}, pg_temp SET timezone = 'UTC' SET lock_timeout = '250ms' AS $$
DECLARE
    parent     text;
    partition  text;
    begins     timestamptz;
    keeps      interval;
    unpruned   boolean;
    changed    integer := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(545, 545) THEN
        RETURN NULL;
    END IF;
    FOR parent, keeps IN VALUES ('assertion_id', interval '5 minutes'), ('revocation', interval '1 hour') LOOP
        -- One a call and table: each drop is a transaction of its own, and holds its lock as short as can be.
        SELECT c.relname INTO partition
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = parent::regclass AND c.relname ~ ('^' || parent || '_[0-9]{10}$')
            AND to_timestamp(right(c.relname, 10), 'YYYYMMDDHH24') + interval '1 hour' <= moment - keeps
        ORDER BY c.relname LIMIT 1;
        IF FOUND THEN
            EXECUTE format('DROP TABLE %I', partition);
            changed := changed + 1;
        END IF;
        FOR ahead IN 0..3 LOOP
            begins := date_trunc('hour', moment) + ahead * interval '1 hour';
            partition := parent || '_' || to_char(begins, 'YYYYMMDDHH24');
            CONTINUE WHEN to_regclass(format('%I', partition)) IS NOT NULL;
            -- Rows never move: an hour of which the default holds some stays there to its end.
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE expires_at >= $1 AND expires_at < $2)', parent || '_default')
                INTO unpruned USING begins, begins + interval '1 hour';
            CONTINUE WHEN unpruned;
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                partition, parent, begins, begins + interval '1 hour');
            changed := changed + 1;
        END LOOP;
    END LOOP;
    RETURN changed;
EXCEPTION WHEN lock_not_available THEN
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION partitions_at FROM PUBLIC;

-- What the runtime role may ask for: with the owner's rights, and without anything to choose.
CREATE FUNCTION keep_partitions() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = ${flyway:defaultSchema}, pg_temp AS 'SELECT partitions_at(now())';
REVOKE ALL ON FUNCTION keep_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_partitions TO ${runtime};

SELECT partitions_at(now());
