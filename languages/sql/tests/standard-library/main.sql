WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100)
SELECT sum(n) = 5050
   AND json_extract('{"a": [1, 2]}', '$.a[1]') = 2
   AND round(pi() + sqrt(4), 2) = 5.14
   AND strftime('%Y', '2026-01-02') = '2026'
   AND (SELECT count(*) FROM generate_series(1, 3)) = 3
   AND (SELECT count(*) = 2 FROM pragma_module_list WHERE name IN ('fts5', 'rtree'))
   AND 'ada' REGEXP 'a.a'
FROM numbers;
