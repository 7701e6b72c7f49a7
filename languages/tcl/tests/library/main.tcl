package require struct::list
package require math::bignum
package require json
puts [struct::list reverse {1 2 3}]
puts [dict get [json::json2dict {{"a": 42}}] a]
