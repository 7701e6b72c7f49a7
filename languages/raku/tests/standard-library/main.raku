my @missing = <Test NativeCall Telemetry MoarVM::Profiler Pod::To::Text>.grep: -> $name {
    try { require ::($name) }
    so $!
};
say @missing ?? "missing: @missing[]" !! 'all are there';
