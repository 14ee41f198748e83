UPDATE package_base SET version = '', given = '', proposals = '' WHERE segment_id IN (SELECT id FROM segment LIMIT 2);
DELETE FROM package_base WHERE segment_id IN (SELECT id FROM segment LIMIT 1);
INSERT INTO package_base VALUES ('none', '', '', '', 'train', '{}');
