-- Ids are text, instants are microseconds since 1970 as bigint, bodies are JSON as text. Only what SQLite and PostgreSQL
-- both understand.

CREATE TABLE lease (
    shard bigint PRIMARY KEY,
    epoch bigint NOT NULL,
    owner text NOT NULL,
    build text,
    taken_at bigint NOT NULL
);

CREATE TABLE document (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    body text NOT NULL,
    updated_at bigint NOT NULL,
    epoch bigint NOT NULL
);

CREATE TABLE rollout (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    body text NOT NULL,
    updated_at bigint NOT NULL,
    epoch bigint NOT NULL
);

CREATE TABLE credential_change (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    body text NOT NULL,
    updated_at bigint NOT NULL,
    epoch bigint NOT NULL
);

CREATE TABLE cutover (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    body text NOT NULL,
    updated_at bigint NOT NULL,
    epoch bigint NOT NULL
);

CREATE TABLE schedule_state (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    body text NOT NULL,
    updated_at bigint NOT NULL,
    epoch bigint NOT NULL
);

CREATE TABLE judge_snapshot (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    body text NOT NULL,
    updated_at bigint NOT NULL,
    epoch bigint NOT NULL
);

CREATE TABLE request (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    body text NOT NULL,
    updated_at bigint NOT NULL,
    epoch bigint NOT NULL
);

CREATE TABLE intent (
    id text PRIMARY KEY,
    rollout text NOT NULL,
    subject text NOT NULL,
    attempt text NOT NULL,
    operation text NOT NULL,
    body text NOT NULL,
    opened_order bigint NOT NULL,
    opened_epoch bigint NOT NULL,
    opened_at bigint NOT NULL,
    closed_epoch bigint,
    closed_at bigint,
    outcome text
);

CREATE UNIQUE INDEX intent_one_open_per_subject ON intent (subject) WHERE closed_at IS NULL;

-- A credential belongs to one rollout at a time.
CREATE TABLE credential_claim (
    credential text PRIMARY KEY,
    rollout text NOT NULL,
    claimed_at bigint NOT NULL,
    epoch bigint NOT NULL
);

-- The body is the canonical text the hash was taken over; the columns beside it repeat what is looked for.
CREATE TABLE ledger (
    sequence bigint PRIMARY KEY,
    time bigint NOT NULL,
    epoch bigint NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    body text NOT NULL
);

CREATE TABLE checkpoint (
    size bigint PRIMARY KEY,
    body text NOT NULL
);
