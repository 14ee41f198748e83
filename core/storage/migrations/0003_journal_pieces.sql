-- A step of many changes (an import) lies in pieces behind its journal row: nobody has to hold the whole of it to write it.
-- Each is a JSON array of changes, compressed (Zstandard).
CREATE TABLE journal_piece (number INTEGER PRIMARY KEY, step INTEGER NOT NULL REFERENCES journal(number), changes BLOB NOT NULL);
CREATE INDEX journal_piece_by_step ON journal_piece(step);
