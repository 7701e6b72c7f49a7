<?php
$größe = 'Grüße, 世界 🎉';
assert(mb_strlen($größe) === 11);
echo "$größe: ", fgets(STDIN);
