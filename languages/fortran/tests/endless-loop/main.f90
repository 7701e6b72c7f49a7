program endless
  implicit none
  integer, volatile :: turns = 0
  character(len=8) :: line

  read (*, '(a)') line
  print '(2a)', 'read ', trim(line)
  do
    turns = ieor(turns, 1)
  end do
end program endless
