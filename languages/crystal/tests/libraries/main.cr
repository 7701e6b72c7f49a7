require "big"
require "compress/gzip"
require "http/client"
require "openssl"
require "xml"
require "yaml"

puts BigInt.new(2) ** 100
puts YAML.parse("a: [1, 2]")["a"][1]
puts XML.parse("<a><b>text</b></a>").xpath_string("string(//b)")
puts OpenSSL::Digest.new("SHA256").update("").hexfinal[0, 8]
puts HTTP::Client::Response.new(404).status_message
