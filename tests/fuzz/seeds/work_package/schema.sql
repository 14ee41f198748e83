PRAGMA user_version=-5; PRAGMA writable_schema=ON;
UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'segment';
