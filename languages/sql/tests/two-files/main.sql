.read schema.sql

SELECT format('Hello, %s!', name) FROM people;
