-- The first project: what is described, what was proposed, and the journal of every step.
CREATE TABLE project (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE medium (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, fingerprint TEXT NOT NULL,
  duration INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
  has_video INTEGER NOT NULL, has_audio INTEGER NOT NULL, extra TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE segment (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  medium_id TEXT NOT NULL REFERENCES medium(id), start INTEGER NOT NULL, end INTEGER NOT NULL,
  text TEXT NOT NULL, status TEXT NOT NULL, language TEXT NOT NULL, tier TEXT NOT NULL, split TEXT NOT NULL,
  extra TEXT NOT NULL, CHECK (start >= 0 AND end > start)
);
CREATE INDEX segment_by_time ON segment(medium_id, start, end);

CREATE TABLE proposal (
  id TEXT PRIMARY KEY, segment_id TEXT NOT NULL REFERENCES segment(id), rank INTEGER NOT NULL, text TEXT NOT NULL,
  score REAL NOT NULL, model_name TEXT NOT NULL, model_version TEXT NOT NULL, model_hash TEXT NOT NULL,
  settings TEXT NOT NULL, frames_seen TEXT NOT NULL, audio_heard INTEGER NOT NULL, tokens TEXT NOT NULL,
  evidence TEXT NOT NULL, state TEXT NOT NULL, created TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX proposal_by_segment ON proposal(segment_id);

CREATE TABLE journal (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, time TEXT NOT NULL,
  person TEXT NOT NULL, undoes TEXT NOT NULL, step TEXT NOT NULL
);

-- Search over human text, kept true by triggers so that no writer can forget it.
CREATE VIRTUAL TABLE segment_search USING fts5(text, content='segment', content_rowid='number');
CREATE TRIGGER segment_search_insert AFTER INSERT ON segment BEGIN
  INSERT INTO segment_search(rowid, text) VALUES (new.number, new.text);
END;
CREATE TRIGGER segment_search_delete AFTER DELETE ON segment BEGIN
  INSERT INTO segment_search(segment_search, rowid, text) VALUES ('delete', old.number, old.text);
END;
CREATE TRIGGER segment_search_update AFTER UPDATE OF text ON segment BEGIN
  INSERT INTO segment_search(segment_search, rowid, text) VALUES ('delete', old.number, old.text);
  INSERT INTO segment_search(rowid, text) VALUES (new.number, new.text);
END;
