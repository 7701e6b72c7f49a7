require random.fs
require string.fs
require complex.fs
require fft.fs
require ansi.fs
require regexp.fs
require mini-oof.fs
require tasker.fs
." all are there" cr
