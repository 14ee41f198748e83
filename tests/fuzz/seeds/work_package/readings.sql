INSERT INTO reading SELECT 'r', medium_id, id, 'removed', start, end, text, status, language, tier, 'Eve', '', '', 'open', '' FROM segment LIMIT 1;
UPDATE proposal SET segment_id = (SELECT id FROM segment WHERE number = 5), state = 'accepted';
