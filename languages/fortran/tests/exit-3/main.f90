program leave
  implicit none

  print '(a)', 'leaving'
  stop 3, quiet=.true.
end program leave
