NAMES = %w[
  abbrev base64 benchmark bigdecimal bundler cgi coverage csv date delegate did_you_mean digest drb English erb error_highlight etc
  expect fcntl fiddle fileutils find forwardable getoptlong io/console io/nonblock io/wait ipaddr irb json logger matrix
  monitor mutex_m net/http net/protocol nkf objspace observer open-uri open3 openssl optparse ostruct pathname pp prettyprint prime
  pstore psych pty racc rdoc readline reline resolv rinda/rinda ripper securerandom set shellwords singleton socket stringio
  strscan syslog tempfile time timeout tmpdir tsort un uri weakref yaml zlib
].freeze
missing = NAMES.reject do |name|
  require name
  true
rescue LoadError
  false
end
puts missing.join(' ')
