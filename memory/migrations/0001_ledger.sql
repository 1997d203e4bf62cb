-- The effect ledger: what a person decided, what may run, what was begun, what came of it.
-- Plain SQL that SQLite and PostgreSQL both take. Times are UTC, ISO 8601 text.

CREATE TABLE approvals (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    answer TEXT NOT NULL,
    approver TEXT NOT NULL,
    message TEXT NOT NULL,
    decided_at TEXT NOT NULL
);

CREATE INDEX approvals_by_action ON approvals (tenant, thread_id, action_id, digest);

CREATE TABLE authorizations (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    rule TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    consumed_at TEXT
);

CREATE INDEX authorizations_by_action ON authorizations (tenant, thread_id, action_id, digest);

CREATE TABLE intents (
    tenant TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    authorization_id TEXT NOT NULL,
    tool TEXT NOT NULL,
    arguments TEXT NOT NULL,
    effect TEXT NOT NULL,
    replay TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    PRIMARY KEY (tenant, thread_id, action_id, digest, attempt)
);

CREATE TABLE outcomes (
    tenant TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    status TEXT NOT NULL,
    output TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    PRIMARY KEY (tenant, thread_id, action_id, digest, attempt)
);
