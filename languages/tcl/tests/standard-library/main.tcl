set missing {}
foreach name {
    base64 bench cmdline clock::iso8601 crc32 csv debug dicttool doctools fileutil generator grammar::fa html http inifile json json::write
    lambda ldap log logger math math::bigfloat math::bignum math::complexnumbers math::linearalgebra math::statistics md5 mime msgcat
    ncgi nameserv oo::util opt platform profiler pt::pgen report sha1 sha256 snit soundex stringprep
    struct struct::graph struct::list struct::matrix struct::queue struct::set struct::stack struct::tree tar tcltest tepam
    term textutil textutil::adjust Thread tie time treeql uri uuid yaml zipfile::decode zlib
} {
    if {[catch {package require $name} problem]} {lappend missing "$name: $problem"}
}
puts [expr {[llength $missing] == 0 ? "all are there" : [join $missing "\n"]}]
