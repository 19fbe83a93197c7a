CREATE TABLE allowances (
    player VARCHAR(128) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    tokens FLOAT NOT NULL,
    updated FLOAT NOT NULL,
    PRIMARY KEY (player, kind)
);

CREATE TABLE answers (
    key VARCHAR(200) NOT NULL,
    value TEXT NOT NULL,
    expires FLOAT NOT NULL,
    PRIMARY KEY (key)
);

CREATE INDEX ix_answers_expires ON answers (expires);

CREATE TABLE counters (
    name VARCHAR(64) NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE dirty_documents (
    kind VARCHAR(16) NOT NULL,
    key VARCHAR(128) NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (kind, key)
);

CREATE INDEX ix_dirty_documents_seq ON dirty_documents (seq);

CREATE TABLE events (
    seq BIGINT NOT NULL,
    id VARCHAR(64) NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (id)
);

CREATE TABLE head (
    id INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE meta (
    name VARCHAR(64) NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE pictures (
    name VARCHAR(80) NOT NULL,
    webp BYTEA NOT NULL,
    kept_at FLOAT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE reports (
    id VARCHAR(32) NOT NULL,
    at VARCHAR(20) NOT NULL,
    reporter VARCHAR(128) NOT NULL,
    type_id VARCHAR(96) NOT NULL,
    reason VARCHAR(24) NOT NULL,
    words TEXT NOT NULL,
    handled BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_reports_at ON reports (at);

CREATE INDEX ix_reports_type_id ON reports (type_id);
