CREATE TABLE numbers (number INTEGER);
.import /dev/stdin numbers
SELECT sum(number) FROM numbers;
