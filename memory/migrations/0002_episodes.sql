-- Episodic memory: what was tried for which goal, and what came of it.

CREATE TABLE episodes (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    goal TEXT NOT NULL,
    steps TEXT NOT NULL,
    outcome TEXT NOT NULL,
    success INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    details TEXT NOT NULL
);

CREATE INDEX episodes_by_time ON episodes (tenant, timestamp);
