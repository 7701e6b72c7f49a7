sub fail-now {
    die 'boom';
}

fail-now;
