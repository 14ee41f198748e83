UPDATE journal SET step = replace(step, '"before":null', '"before":{}');
UPDATE journal SET step = '{"id":"a","name":"","time":"","person":"Ada","undoes":"","merge":"","changes":[{"before":null,"after":null}]}' WHERE number = 2;
INSERT INTO journal(id,name,time,person,undoes,step) VALUES ('z','','','Eve','','{"changes":[]}');
