WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
SELECT length(group_concat(printf('%1000000d', n))) FROM numbers;
