.print 'What is your name, and on the next line, which number do you pick? (Ctrl+D ends it)'
CREATE TABLE input (line TEXT);
.import /dev/stdin input

SELECT format('Hello, %s! %d squared is %d.', name, number, number * number)
FROM (SELECT max(line) FILTER (WHERE rowid = 1) AS name,
             CAST(max(line) FILTER (WHERE rowid = 2) AS INTEGER) AS number
      FROM input);
