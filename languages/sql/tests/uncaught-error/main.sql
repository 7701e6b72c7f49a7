CREATE TABLE people (name TEXT NOT NULL);

INSERT INTO people VALUES (NULL);
SELECT 'never seen';
