set file [open note.txt w+]
puts -nonewline $file "written and read"
seek $file 0
puts [read $file]
