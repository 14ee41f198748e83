UPDATE segment SET start = start + 500000, end = end + 20000000, medium_id = (SELECT max(id) FROM medium), text = text || ' and a dog';
UPDATE medium SET fingerprint = 'other', id = id || 'x' WHERE 0;
