-- Generations that are known to others. No intent may lead to one: the row that would say so is refused here, whoever writes it.
CREATE TABLE compromised_generation (
    credential text NOT NULL,
    generation text NOT NULL,
    rollout text NOT NULL,
    known_at bigint NOT NULL,
    epoch bigint NOT NULL,
    PRIMARY KEY (credential, generation)
);

ALTER TABLE intent ADD COLUMN credential text;
ALTER TABLE intent ADD COLUMN generation text;
-- Whether the generation was known to others when the intent was opened; written by the same statement that opens it.
ALTER TABLE intent ADD COLUMN compromised bigint NOT NULL DEFAULT 0
    CHECK (compromised = 0 OR operation NOT IN ('STAGE', 'ADMIT', 'PROMOTE', 'REPOINT', 'ENABLE'));
