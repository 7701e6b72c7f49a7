ATTACH 'note.db' AS disk;
CREATE TABLE disk.note (text);
INSERT INTO disk.note VALUES ('written and read');
DETACH disk;

.open note.db
SELECT text FROM note;
