-- What others say of segments, who this project is, and which versions a work package was made from.
CREATE TABLE reading (
  id TEXT PRIMARY KEY, medium_id TEXT NOT NULL REFERENCES medium(id), segment_id TEXT NOT NULL, says TEXT NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL, status TEXT NOT NULL, language TEXT NOT NULL,
  tier TEXT NOT NULL, person TEXT NOT NULL, base TEXT NOT NULL, package TEXT NOT NULL, state TEXT NOT NULL,
  created TEXT NOT NULL, CHECK (start >= 0 AND end > start)
) WITHOUT ROWID;
CREATE INDEX reading_by_segment ON reading(segment_id);
CREATE INDEX reading_by_medium ON reading(medium_id);

-- Filled in work packages only: the segments as the project that gave them out had them.
CREATE TABLE package_base (
  segment_id TEXT PRIMARY KEY, version TEXT NOT NULL, given TEXT NOT NULL, proposals TEXT NOT NULL, split TEXT NOT NULL, extra TEXT NOT NULL
) WITHOUT ROWID;

-- Copies of a project keep its identity, so that its work packages go back into them too.
INSERT OR IGNORE INTO project VALUES ('id', lower(hex(randomblob(16))));
