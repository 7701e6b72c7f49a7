SELECT CASE WHEN unixepoch() > 1700000000 AND random() <> random() THEN 'clock random' ELSE 'no' END;
