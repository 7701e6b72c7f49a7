use Moose;
