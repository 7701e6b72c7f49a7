require "mkmf"
create_makefile("prepared")
