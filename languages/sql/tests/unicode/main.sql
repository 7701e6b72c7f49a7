CREATE TABLE "größe" (text);
.import /dev/stdin größe
SELECT 'Grüße, 世界 🎉: ' || text FROM größe WHERE length('Grüße, 世界 🎉') = 11;
