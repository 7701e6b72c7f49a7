<?php
echo 'read ', fgets(STDIN);
for (;;);
