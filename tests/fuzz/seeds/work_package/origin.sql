UPDATE project SET value = replace(value, 'everything', 'media') WHERE key = 'package';
UPDATE segment SET text = 'a bus'; DELETE FROM proposal;
