-- How each credential was last known to stand outside, in fingerprints, and what somebody else made of it.
CREATE TABLE standing (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    body text NOT NULL,
    updated_at bigint NOT NULL,
    epoch bigint NOT NULL
);
