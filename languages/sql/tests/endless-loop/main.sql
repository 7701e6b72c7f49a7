CREATE TABLE input (line TEXT);
.import /dev/stdin input
SELECT 'read ' || line FROM input;
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
SELECT max(n) FROM numbers;
