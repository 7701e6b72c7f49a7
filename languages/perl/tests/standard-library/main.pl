use strict;
use warnings;
use Module::CoreList;

# For other systems, or for one compiler or editor of Perl only.
my $elsewhere = qr/^(?:.*(?:Win32|VMS|MacOS|OS2|Amiga|Haiku|Cygwin|NW5|NetWare|EPOC|DOS|MM_|QNX|BeOS|UWIN|DJGPP|Dos|Symbian|Watcom|BCC|GCC|MSVC|Mac).*|perl5db|Test2?::.*|Unicode::Collate::.*|CPAN.*|ExtUtils::.*|Module::Build.*|Pod::Perldoc::ToTk|TAP::.*|App::.*|Encode::.*|Locale::Maketext::.*|XS::.*|Dumpvalue|sort|feature|filetest|encoding.*|DB_File|Memoize::(?:AnyDBM|NDBM|SDBM|Storable|Saves).*|ODBM_File|NDBM_File|GDBM_File|AnyDBM_File|Pod::Functions::Functions|Unicode)$/;
my @missing;
my $count = 0;
for my $name (sort keys %{ Module::CoreList::find_version($]) }) {
    next if $name =~ $elsewhere;
    (my $file = "$name.pm") =~ s{::}{/}g;
    local $SIG{__WARN__} = sub { };
    $count++;
    push @missing, $name unless eval { require $file; 1 };
}
print $count > 200 && !@missing ? "all are there\n" : "missing of $count: @missing\n";
