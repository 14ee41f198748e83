INSERT INTO segment(id,medium_id,start,end,text,status,language,tier,split,extra) SELECT 'new',id,9223372036854775806,9223372036854775807,'x','accepted','en','','','{"a":[1]}' FROM medium LIMIT 1;
UPDATE segment SET text = 'a bus', status = 'flagged', extra = '[[[[[[' WHERE text <> '';
UPDATE medium SET path = '../../etc/passwd', name = char(0, 10, 65533), duration = -1;
DELETE FROM segment WHERE id NOT IN (SELECT segment_id FROM proposal) AND text = '';
