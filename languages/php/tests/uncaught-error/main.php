<?php
function fail(): never
{
    throw new RuntimeException('boom');
}

fail();
