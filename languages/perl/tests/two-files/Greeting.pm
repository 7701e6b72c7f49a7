package Greeting;
use parent 'Exporter';
our @EXPORT_OK = ('greet');

sub greet {
    my ($name) = @_;
    return "Hello, $name!";
}

1;
