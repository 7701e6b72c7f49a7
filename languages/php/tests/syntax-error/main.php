<?php

$x = = 1;
